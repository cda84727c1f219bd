using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace StaticBranch.Flow;

/// <summary>Tells a flag that brings a feature from one that takes it away, as far as the source says so.</summary>
static class Polarity
{
    static readonly string[] Negatives = ["No", "Not", "Disable", "Disabled", "Without", "Skip", "Suppress", "Omit"];

    // The flow graph has turned negations into the other branch, so the syntax is asked.
    public static bool IsNegative(SyntaxNode test, ISymbol flag)
    {
        while (test.Parent is ParenthesizedExpressionSyntax parentheses) test = parentheses;
        bool negated = test.Parent switch
        {
            PrefixUnaryExpressionSyntax not => not.IsKind(SyntaxKind.LogicalNotExpression) && !IsUndone(not),
            BinaryExpressionSyntax { RawKind: (int)SyntaxKind.EqualsExpression, Right.RawKind: (int)SyntaxKind.FalseLiteralExpression } => true,
            BinaryExpressionSyntax { RawKind: (int)SyntaxKind.NotEqualsExpression, Right.RawKind: (int)SyntaxKind.TrueLiteralExpression } => true,
            IsPatternExpressionSyntax { Pattern: ConstantPatternSyntax { Expression.RawKind: (int)SyntaxKind.FalseLiteralExpression } } => true,
            _ => false,
        };
        return negated || SaysNegative(flag.Name);
    }

    static bool IsUndone(SyntaxNode not)
    {
        while (not.Parent is ParenthesizedExpressionSyntax parentheses) not = parentheses;
        return not.Parent.IsKind(SyntaxKind.LogicalNotExpression);
    }

    static bool SaysNegative(string name)
    {
        foreach (string word in Negatives)
            if (name.Length > word.Length && name.StartsWith(word, StringComparison.Ordinal) && char.IsUpper(name[word.Length]) || name.EndsWith("Disabled", StringComparison.Ordinal)) return true;
        return name is "Disabled" or "Off";
    }
}
