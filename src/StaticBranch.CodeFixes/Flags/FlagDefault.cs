using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace StaticBranch.Flags;

/// <summary>What a flag comes to, as far as its declaration says.</summary>
static class FlagDefault
{
    /// <summary>Where nobody has set a switch.</summary>
    public static bool? Of(ISymbol flag) => flag.DeclaringSyntaxReferences is [var declaration] && Initializer(declaration.GetSyntax()) is { } value ? Outcome(value, set: null) : null;

    /// <summary>Where nobody has set the switch that a value asks for, and where it is set to either; null where that is not all that the value asks.</summary>
    public static (bool? Unset, bool? Off, bool? On) Outcomes(ExpressionSyntax value) => (Outcome(value, set: null), Outcome(value, set: false), Outcome(value, set: true));

    static ExpressionSyntax? Initializer(SyntaxNode declaration) => declaration switch
    {
        VariableDeclaratorSyntax { Initializer.Value: var value } => value,
        PropertyDeclarationSyntax { Initializer.Value: var value } => value,
        PropertyDeclarationSyntax { ExpressionBody.Expression: var value } => value,
        _ => null,
    };

    // A switch that is not set is not there, and what TryGetSwitch puts out is false.
    static bool? Outcome(ExpressionSyntax value, bool? set) => value switch
    {
        LiteralExpressionSyntax { RawKind: (int)SyntaxKind.TrueLiteralExpression } => true,
        LiteralExpressionSyntax { RawKind: (int)SyntaxKind.FalseLiteralExpression } => false,
        ParenthesizedExpressionSyntax { Expression: var inner } => Outcome(inner, set),
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression, Operand: var inner } => !Outcome(inner, set),
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalOrExpression, Left: var left, Right: var right } => Outcome(left, set) | Outcome(right, set),
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression, Left: var left, Right: var right } => Outcome(left, set) & Outcome(right, set),
        ConditionalExpressionSyntax { Condition: var condition, WhenTrue: var whenTrue, WhenFalse: var whenFalse } => Outcome(condition, set) switch { true => Outcome(whenTrue, set), false => Outcome(whenFalse, set), null => null },
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "TryGetSwitch" } } => set is not null,
        IdentifierNameSyntax { Identifier.ValueText: var name } when IsSwitch(name, value) => set ?? false,
        _ => null,
    };

    static bool IsSwitch(string name, ExpressionSyntax use) =>
        use.AncestorsAndSelf().TakeWhile(node => node is ExpressionSyntax).Last().DescendantNodes().OfType<SingleVariableDesignationSyntax>().Any(put => put.Identifier.ValueText == name);
}
