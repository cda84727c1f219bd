using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace StaticBranch.Flow;

/// <summary>Tells a flag that brings a feature from one that takes it away, as far as the source says so.</summary>
static class Polarity
{
    static readonly string[] Negatives = ["No", "Not", "Disable", "Disabled", "Without", "Skip", "Suppress", "Omit"];

    // The flow graph has turned negations into the other branch, so the syntax is asked.
    public static bool IsNegative(SyntaxNode test, ISymbol flag) => SaysNegative(flag.Name) || IsAskedInTheNegative(test);

    static bool IsAskedInTheNegative(SyntaxNode test)
    {
        bool negated = false;
        for (var node = test; ; node = node.Parent)
        {
            switch (node.Parent)
            {
                case ParenthesizedExpressionSyntax:
                case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression or (int)SyntaxKind.LogicalOrExpression or (int)SyntaxKind.BitwiseAndExpression or (int)SyntaxKind.BitwiseOrExpression }:
                    break;
                case PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression }:
                    negated = !negated;
                    break;
                case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.EqualsExpression or (int)SyntaxKind.NotEqualsExpression } comparison when Literal(comparison, node) is { } literal:
                    negated ^= literal != comparison.IsKind(SyntaxKind.EqualsExpression);
                    break;
                // One that is compared with another may be meant either way.
                case BinaryExpressionSyntax:
                    return true;
                case IsPatternExpressionSyntax { Pattern: var pattern }:
                    negated ^= IsFalse(pattern);
                    break;
                case ConditionalExpressionSyntax { Condition: var condition, WhenTrue: var chosen }:
                    negated ^= condition == node && chosen.IsKind(SyntaxKind.FalseLiteralExpression);
                    break;
                case SwitchExpressionSyntax { Arms: [{ Pattern: var pattern, Expression: var chosen }, ..] } whole when whole.GoverningExpression == node:
                    negated ^= IsFalse(pattern) ^ chosen.IsKind(SyntaxKind.FalseLiteralExpression);
                    break;
                default:
                    return negated;
            }
        }
    }

    static bool? Literal(BinaryExpressionSyntax comparison, SyntaxNode operand) => (comparison.Left == operand ? comparison.Right : comparison.Left).Kind() switch
    {
        SyntaxKind.TrueLiteralExpression => true,
        SyntaxKind.FalseLiteralExpression => false,
        _ => null,
    };

    static bool IsFalse(PatternSyntax pattern) => pattern switch
    {
        ConstantPatternSyntax constant => constant.Expression.IsKind(SyntaxKind.FalseLiteralExpression),
        UnaryPatternSyntax { Pattern: ConstantPatternSyntax constant } => constant.Expression.IsKind(SyntaxKind.TrueLiteralExpression),
        _ => false,
    };

    static bool SaysNegative(string name)
    {
        foreach (string word in Negatives)
            if (name.Length > word.Length && name.StartsWith(word, StringComparison.Ordinal) && char.IsUpper(name[word.Length]) || name.EndsWith("Disabled", StringComparison.Ordinal)) return true;
        return name is "Disabled" or "Off";
    }
}
