using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace StaticBranch.Flags;

/// <summary>What a flag comes to where nobody has set a switch, as far as its declaration says.</summary>
static class FlagDefault
{
    public static bool? Of(ISymbol flag) => flag.DeclaringSyntaxReferences is [var declaration] && Initializer(declaration.GetSyntax()) is { } value ? Outcome(value) : null;

    static ExpressionSyntax? Initializer(SyntaxNode declaration) => declaration switch
    {
        VariableDeclaratorSyntax { Initializer.Value: var value } => value,
        PropertyDeclarationSyntax { Initializer.Value: var value } => value,
        PropertyDeclarationSyntax { ExpressionBody.Expression: var value } => value,
        _ => null,
    };

    // A switch that is not set is not there, and what TryGetSwitch puts out is false.
    static bool? Outcome(ExpressionSyntax value) => value switch
    {
        LiteralExpressionSyntax { RawKind: (int)SyntaxKind.TrueLiteralExpression } => true,
        LiteralExpressionSyntax { RawKind: (int)SyntaxKind.FalseLiteralExpression } => false,
        ParenthesizedExpressionSyntax { Expression: var inner } => Outcome(inner),
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression, Operand: var inner } => !Outcome(inner),
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalOrExpression, Left: var left, Right: var right } => Outcome(left) | Outcome(right),
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression, Left: var left, Right: var right } => Outcome(left) & Outcome(right),
        ConditionalExpressionSyntax { Condition: var condition, WhenTrue: var whenTrue, WhenFalse: var whenFalse } => Outcome(condition) switch { true => Outcome(whenTrue), false => Outcome(whenFalse), null => null },
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "TryGetSwitch" } } => false,
        IdentifierNameSyntax { Identifier.ValueText: var name } when IsSwitch(name, value) => false,
        _ => null,
    };

    static bool IsSwitch(string name, ExpressionSyntax use) =>
        use.AncestorsAndSelf().TakeWhile(node => node is ExpressionSyntax).Last().DescendantNodes().OfType<SingleVariableDesignationSyntax>().Any(put => put.Identifier.ValueText == name);
}
