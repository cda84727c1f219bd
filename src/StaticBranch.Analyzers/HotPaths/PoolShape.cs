using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace StaticBranch.HotPaths;

/// <summary>Recognises the members that rent from a pool and return to it, and the objects that carry their pool with them.</summary>
sealed class PoolShape(PoolTypes pools)
{
    /// <summary>The role that name and type together give the member; null where they give none.</summary>
    /// <param name="body">Binds the body; called only where the name fits and the type alone says nothing.</param>
    public HotMember? Of(IMethodSymbol method, Func<IOperation?> body)
    {
        if (method.MethodKind is not (MethodKind.Ordinary or MethodKind.ExplicitInterfaceImplementation)) return null;
        if (pools.Contains(method.ContainingType))
        {
            if (MemberNames.SaysReturn(method.Name) && TakesSomething(method)) return new(method, Role.Return, $"returns to the pool '{method.ContainingType.Name}'", null);
            if (MemberNames.SaysReport(method.Name) && method.ReturnsVoid) return new(method, Role.Return, $"reports what the pool '{method.ContainingType.Name}' does", null);
            if (MemberNames.SaysRent(method.Name) && GivesSomething(method)) return new(method, Role.Rent, $"rents from the pool '{method.ContainingType.Name}'", null);
        }
        if (!MemberNames.SaysGiveBack(method.Name) || body() is not { } operation) return null;
        if (Returned(operation) is { } call) return new(method, Role.Return, "gives back what it holds", call.Syntax.GetLocation());
        return method.Name == "Release" && Delegated(method, operation) is { } inner ? new(method, Role.Release, "releases what it holds", inner.Syntax.GetLocation()) : null;
    }

    static bool TakesSomething(IMethodSymbol method)
    {
        foreach (var parameter in method.Parameters)
            if (!IsPlain(parameter.Type)) return true;
        return false;
    }

    static bool GivesSomething(IMethodSymbol method)
    {
        if (!method.ReturnsVoid && !IsPlain(method.ReturnType)) return true;
        foreach (var parameter in method.Parameters)
            if (parameter.RefKind == RefKind.Out && !IsPlain(parameter.Type)) return true;
        return false;
    }

    // Sizes, names and outcomes are not pooled. A pool of handles or addresses gives long or nint.
    static bool IsPlain(ITypeSymbol type) => type.SpecialType is SpecialType.System_Boolean or SpecialType.System_Int32 or SpecialType.System_UInt32 or SpecialType.System_String or SpecialType.System_Double || type.TypeKind == TypeKind.Enum;

    IInvocationOperation? Returned(IOperation body)
    {
        foreach (var operation in body.Descendants())
            if (operation is IInvocationOperation { Arguments.Length: > 0 } call && MemberNames.SaysReturn(call.TargetMethod.Name) && pools.Contains(call.TargetMethod.ContainingType)) return call;
        return null;
    }

    // Whoever releases by releasing others is a part of their count.
    static IInvocationOperation? Delegated(IMethodSymbol method, IOperation body)
    {
        foreach (var operation in body.Descendants())
            if (operation is IInvocationOperation { Instance: not null and not IInstanceReferenceOperation, TargetMethod: { Name: "Release", ContainingType: { } type } } call
                && !SymbolEqualityComparer.Default.Equals(type, method.ContainingType) && !IsLock(type)) return call;
        return null;
    }

    static bool IsLock(INamedTypeSymbol type) => type.Name.IndexOf("Lock", StringComparison.Ordinal) >= 0 || type.Name.IndexOf("Semaphore", StringComparison.Ordinal) >= 0 || type.Name.IndexOf("Mutex", StringComparison.Ordinal) >= 0;
}
