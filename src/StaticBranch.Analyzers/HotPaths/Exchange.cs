using Microsoft.CodeAnalysis;

namespace StaticBranch.HotPaths;

/// <summary>What a member hands out, and what one takes back.</summary>
static class Exchange
{
    /// <summary>The types of what a member hands out, by return or by out parameter; a task counts as its result.</summary>
    public static IEnumerable<ITypeSymbol> Gives(IMethodSymbol method)
    {
        if (!method.ReturnsVoid && Result(method.ReturnType) is var result && !IsPlain(result)) yield return result;
        foreach (var parameter in method.Parameters)
            if (parameter.RefKind == RefKind.Out && !IsPlain(parameter.Type)) yield return parameter.Type;
    }

    /// <summary>Whether a member takes the type back, and yields nothing but whether it did.</summary>
    public static bool Takes(IMethodSymbol method, ITypeSymbol given) =>
        YieldsNothing(method) && method.Parameters.Any(parameter => SymbolEqualityComparer.Default.Equals(parameter.Type, given));

    /// <summary>Whether a member gives no answer but whether, or when, it is done.</summary>
    public static bool YieldsNothing(IMethodSymbol method) =>
        method.ReturnsVoid || method.ReturnType is { SpecialType: SpecialType.System_Boolean } or { Name: "Task" or "ValueTask" };

    /// <summary>Whether a member is handed anything that could be pooled.</summary>
    public static bool TakesSomething(IMethodSymbol method) => method.Parameters.Any(parameter => !IsPlain(parameter.Type));

    static ITypeSymbol Result(ITypeSymbol type) => type is INamedTypeSymbol { Name: "Task" or "ValueTask", TypeArguments: [var result] } ? result : type;

    // Sizes, names and outcomes are not pooled. A pool of handles or addresses gives long or nint.
    static bool IsPlain(ITypeSymbol type) =>
        type.SpecialType is SpecialType.System_Boolean or SpecialType.System_Int32 or SpecialType.System_UInt32 or SpecialType.System_String or SpecialType.System_Double || type.TypeKind == TypeKind.Enum || type is { Name: "Task" or "ValueTask" };
}
