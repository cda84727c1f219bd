using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace StaticBranch;

/// <summary>Tells without binding whether the compiler writes a conditional jump for a piece of syntax.</summary>
static class Branching
{
    public static bool In(SyntaxNode body) => body.DescendantNodesAndSelf().Any(Branches);

    public static bool InSeveralPlaces(SyntaxNode body) => body.DescendantNodesAndSelf().Where(Branches).Skip(1).Any();

    // A foreach asks for the next element, a using whether there is something to dispose, a lock whether it was taken, an interpolated string whether to go on.
    static bool Branches(SyntaxNode node) => node.Kind() is
        SyntaxKind.IfStatement or SyntaxKind.ConditionalExpression or SyntaxKind.SwitchStatement or SyntaxKind.SwitchExpression
        or SyntaxKind.LogicalAndExpression or SyntaxKind.LogicalOrExpression
        or SyntaxKind.ConditionalAccessExpression or SyntaxKind.CoalesceExpression or SyntaxKind.CoalesceAssignmentExpression
        or SyntaxKind.WhileStatement or SyntaxKind.DoStatement or SyntaxKind.ForStatement or SyntaxKind.ForEachStatement or SyntaxKind.ForEachVariableStatement
        or SyntaxKind.UsingStatement or SyntaxKind.LockStatement or SyntaxKind.CatchFilterClause or SyntaxKind.InterpolatedStringExpression
        || node is LocalDeclarationStatementSyntax { UsingKeyword.RawKind: not 0 };
}
