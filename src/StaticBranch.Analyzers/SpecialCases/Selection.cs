using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using StaticBranch.HotPaths;

namespace StaticBranch.SpecialCases;

/// <summary>Recognises the condition with which a loop picks the elements that it is about: the slot that is free, the items that are counted.</summary>
static class Selection
{
    public static bool Is(Leaf leaf, HotBody body) => Loop(leaf.Syntax) is { } loop && AsksElement(leaf, loop) && (body.Member.Role == Role.Rent || EndsSearch(leaf.Statement) || IsAllOf(loop, leaf.Statement));

    static StatementSyntax? Loop(SyntaxNode node) => node.FirstAncestorOrSelf<StatementSyntax>(IsLoop);

    /// <summary>Whether a condition of the statement is asked in each round.</summary>
    public static bool IsLoop(SyntaxNode statement) => statement is CommonForEachStatementSyntax or ForStatementSyntax or WhileStatementSyntax or DoStatementSyntax;

    static bool AsksElement(Leaf leaf, StatementSyntax loop) => leaf.Condition.DescendantsAndSelf().Any(operation =>
        operation is ILocalReferenceOperation { Local.DeclaringSyntaxReferences: [var declaration] } && declaration.SyntaxTree == loop.SyntaxTree && loop.Span.Contains(declaration.Span));

    static bool EndsSearch(SyntaxNode statement) => statement is IfStatementSyntax { Statement: BreakStatementSyntax or BlockSyntax { Statements: [.., BreakStatementSyntax] } };

    // Nothing else is done for those that are not picked.
    static bool IsAllOf(StatementSyntax loop, SyntaxNode statement) => statement is IfStatementSyntax { Else: null } choice
        && (choice.Parent == loop || choice.Parent is BlockSyntax block && block.Parent == loop && (IsContinue(choice.Statement) ? block.Statements.TakeWhile(other => other != choice) : block.Statements).All(other => other == choice || other is LocalDeclarationStatementSyntax));

    static bool IsContinue(StatementSyntax arm) => arm is ContinueStatementSyntax or BlockSyntax { Statements: [ContinueStatementSyntax] };
}
