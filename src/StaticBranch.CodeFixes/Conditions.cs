using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace StaticBranch;

/// <summary>Builds and takes apart boolean expressions, with each comment where it was.</summary>
static class Conditions
{
    /// <summary><c>first &amp;&amp; second</c> or <c>first || second</c>, with the trivia of the second around it.</summary>
    public static BinaryExpressionSyntax Join(SyntaxKind kind, ExpressionSyntax first, ExpressionSyntax second) =>
        SyntaxFactory.BinaryExpression(kind,
            AsOperand(kind, first.WithoutTrivia()).WithLeadingTrivia(second.GetLeadingTrivia()).WithTrailingTrivia(SyntaxFactory.Space),
            SyntaxFactory.Token(OperatorOf(kind)).WithTrailingTrivia(SyntaxFactory.Space),
            AsOperand(kind, second.WithoutLeadingTrivia()));

    /// <summary>The expression in parentheses, unless its new parent takes it as it is.</summary>
    public static ExpressionSyntax InPlaceOf(ExpressionSyntax old, ExpressionSyntax expression) => old.Parent switch
    {
        BinaryExpressionSyntax parent when expression.IsKind(parent.Kind()) && parent.Left == old => expression,
        BinaryExpressionSyntax or PrefixUnaryExpressionSyntax or PostfixUnaryExpressionSyntax or CastExpressionSyntax or AwaitExpressionSyntax or IsPatternExpressionSyntax
            or MemberAccessExpressionSyntax or ElementAccessExpressionSyntax or ConditionalAccessExpressionSyntax or InvocationExpressionSyntax or SwitchExpressionSyntax => Parenthesized(expression),
        ConditionalExpressionSyntax parent when parent.Condition == old && expression is ConditionalExpressionSyntax => Parenthesized(expression),
        // A format begins with the first colon there, be it that of ?: or of global::.
        InterpolationSyntax => Parenthesized(expression),
        _ => expression,
    };

    /// <summary>The whole of <c>!</c> and parentheses around an expression, and whether they turn its outcome round.</summary>
    public static (ExpressionSyntax Whole, bool IsNegated) Negations(ExpressionSyntax expression)
    {
        bool isNegated = false;
        while (true)
        {
            switch (expression.Parent)
            {
                case ParenthesizedExpressionSyntax parentheses: expression = parentheses; break;
                case PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression } not: (expression, isNegated) = (not, !isNegated); break;
                default: return (expression, isNegated);
            }
        }
    }

    /// <summary>The longest chain of one operator that an expression is an operand of; the expression itself where there is none.</summary>
    public static ExpressionSyntax Chain(ExpressionSyntax operand, SyntaxKind kind)
    {
        while (operand.Parent is BinaryExpressionSyntax chain && chain.IsKind(kind)) operand = chain;
        return operand;
    }

    /// <summary>The operands of a chain, in the order in which they are evaluated.</summary>
    public static IEnumerable<ExpressionSyntax> Operands(ExpressionSyntax chain, SyntaxKind kind) =>
        chain is BinaryExpressionSyntax binary && binary.IsKind(kind) ? Operands(binary.Left, kind).Concat(Operands(binary.Right, kind)) : [chain];

    /// <summary>Whether evaluating an expression does nothing but give its value.</summary>
    public static bool IsPure(ExpressionSyntax expression, SemanticModel model) => model.GetOperation(expression) is { } operation && !Effects.In(operation);

    static ExpressionSyntax AsOperand(SyntaxKind kind, ExpressionSyntax expression) => expression switch
    {
        BinaryExpressionSyntax binary when Mixes(kind, binary.Kind()) => Parenthesized(expression),
        AssignmentExpressionSyntax or ConditionalExpressionSyntax or AnonymousFunctionExpressionSyntax => Parenthesized(expression),
        _ => expression,
    };

    static bool Mixes(SyntaxKind outer, SyntaxKind inner) => inner is SyntaxKind.LogicalAndExpression or SyntaxKind.LogicalOrExpression ? inner != outer : inner is SyntaxKind.CoalesceExpression;

    static SyntaxKind OperatorOf(SyntaxKind kind) => kind == SyntaxKind.LogicalAndExpression ? SyntaxKind.AmpersandAmpersandToken : SyntaxKind.BarBarToken;

    public static ParenthesizedExpressionSyntax Parenthesized(ExpressionSyntax expression) =>
        SyntaxFactory.ParenthesizedExpression(expression.WithoutTrivia()).WithTriviaFrom(expression);
}
