using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace StaticBranch.Flags;

/// <summary>What a flag comes to, as far as its declaration says.</summary>
static class FlagDefault
{
    /// <summary>Where nobody has set a switch.</summary>
    public static bool? Of(ISymbol flag) => Initializer(flag) is { } value ? Outcome(value, set: null) : null;

    /// <summary>Whether a flag asks the same switch as an expression, and comes to the same however that is set.</summary>
    public static bool IsSame(ISymbol flag, ExpressionSyntax asked) => Initializer(flag) is { } value && SwitchOf(value) is { } name && name == SwitchOf(asked) && Outcomes(value) == Outcomes(asked);

    /// <summary>The one switch that a value asks for by its name; null where there is none, or there are several.</summary>
    public static string? SwitchOf(ExpressionSyntax value) =>
        value.DescendantNodesAndSelf().OfType<InvocationExpressionSyntax>().ToArray() is [{ ArgumentList.Arguments: [{ Expression: LiteralExpressionSyntax { Token.ValueText: var name } }, _] }] ? name : null;

    /// <summary>Where nobody has set the switch that a value asks for, and where it is set to either; null where that is not all that the value asks.</summary>
    public static (bool? Unset, bool? Off, bool? On) Outcomes(ExpressionSyntax value) => (Outcome(value, set: null), Outcome(value, set: false), Outcome(value, set: true));

    static ExpressionSyntax? Initializer(ISymbol flag) => (flag.DeclaringSyntaxReferences is [var declaration] ? declaration.GetSyntax() : null) switch
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
