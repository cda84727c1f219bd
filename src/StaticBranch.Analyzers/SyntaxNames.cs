using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace StaticBranch;

/// <summary>Names as they are written.</summary>
static class SyntaxNames
{
    /// <summary>The last name of a chain such as <c>a.b?.C</c> or <c>(x).C()</c>: what the whole refers to. Null where it ends in no name.</summary>
    public static string? Last(ExpressionSyntax expression) => expression switch
    {
        SimpleNameSyntax name => name.Identifier.ValueText,
        MemberAccessExpressionSyntax member => member.Name.Identifier.ValueText,
        MemberBindingExpressionSyntax member => member.Name.Identifier.ValueText,
        InvocationExpressionSyntax call => Last(call.Expression),
        ParenthesizedExpressionSyntax inner => Last(inner.Expression),
        CastExpressionSyntax cast => Last(cast.Expression),
        _ => null,
    };
}
