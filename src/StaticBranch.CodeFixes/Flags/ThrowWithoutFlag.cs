using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace StaticBranch.Flags;

/// <summary>Refuses to make what is special while the flag is off.</summary>
sealed class ThrowWithoutFlag(string flag) : Remedy("ThrowWithoutFlag", $"Throw where '{flag}' is off")
{
    public override async Task<Solution?> ApplyAsync(Place place, CancellationToken cancellation)
    {
        if (place.Leaf is AssignmentExpressionSyntax { Right: var value } && !IsAlwaysSpecial(value, place.Model)) return null;
        if (StatementAlwaysRunWith(place.Leaf) is not { } statement) return null;
        var exception = FlagReference.Shortened(SyntaxFactory.ParseExpression($"new global::System.InvalidOperationException(\"'{flag}' is off.\")"));
        var check = SyntaxFactory.IfStatement(new FlagReference(flag).Off, SyntaxFactory.ThrowStatement(exception)).WithAdditionalAnnotations(Formatter.Annotation);
        Edit? edit = statement.Parent switch
        {
            BlockSyntax block => new(block, block.InsertNodesBefore(statement, [check])),
            SwitchSectionSyntax section => new(section, section.InsertNodesBefore(statement, [check])),
            IfStatementSyntax or ElseClauseSyntax => new(statement, SyntaxFactory.Block(check, statement).WithAdditionalAnnotations(Formatter.Annotation)),
            _ => null,
        };
        if (edit is null || await Trial.ApplyAsync(place.Document, edit, cancellation).ConfigureAwait(false) is not { } refused) return null;
        return (await FlagReference.ImportAsync(refused, cancellation).ConfigureAwait(false)).Project.Solution;
    }

    /// <summary>Whether no caller can mean the ordinary value.</summary>
    public static bool IsAlwaysSpecial(ExpressionSyntax value, SemanticModel model) => value is BaseObjectCreationExpressionSyntax || model.GetConstantValue(value).HasValue;

    // What a condition or a delegate may skip must not throw either.
    static StatementSyntax? StatementAlwaysRunWith(SyntaxNode leaf)
    {
        for (var (part, node) = (leaf, leaf.Parent); node is not null; (part, node) = (node, node.Parent))
        {
            switch (node)
            {
                case ExpressionStatementSyntax or LocalDeclarationStatementSyntax or ReturnStatementSyntax:
                    return (StatementSyntax)node;
                case AnonymousFunctionExpressionSyntax or SwitchExpressionArmSyntax or ConditionalAccessExpressionSyntax or StatementSyntax:
                case ConditionalExpressionSyntax choice when choice.Condition != part:
                case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression or (int)SyntaxKind.LogicalAndExpression or (int)SyntaxKind.LogicalOrExpression } chain when chain.Right == part:
                    return null;
            }
        }
        return null;
    }
}
