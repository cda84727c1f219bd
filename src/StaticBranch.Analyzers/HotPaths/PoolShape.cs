using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace StaticBranch.HotPaths;

/// <summary>Recognises the members that rent from a pool and return to it, and the objects that carry their pool with them.</summary>
sealed class PoolShape(PoolTypes pools, CallSites callSites)
{
    /// <summary>The role that name and type together give the member; null where they give none.</summary>
    /// <param name="body">Binds the body; called only where the name fits and the type alone says nothing.</param>
    public HotMember? Of(IMethodSymbol method, Func<IOperation?> body)
    {
        if (method.MethodKind is not (MethodKind.Ordinary or MethodKind.ExplicitInterfaceImplementation)) return null;
        if (pools.Contains(method.ContainingType))
        {
            if (MemberNames.SaysReturn(method.Name) && Exchange.TakesSomething(method)) return new(method, Role.Return, $"returns to the pool '{method.ContainingType.Name}'", null);
            // An arena takes everything back at once.
            if (method.Name == "Reset" && method.ContainingType.Name.IndexOf("Arena", StringComparison.Ordinal) >= 0) return new(method, Role.Return, $"returns all to '{method.ContainingType.Name}'", null);
            if (MemberNames.SaysReport(method.Name) && method.ReturnsVoid && callSites.StandOnEveryPath(method)) return new(method, Role.Return, $"reports what the pool '{method.ContainingType.Name}' does", null);
            if (MemberNames.SaysRent(method.Name) && Exchange.Gives(method).Any() && (!MemberNames.SaysGet(method.Name) || PoolTypes.TakesBack(method))) return new(method, Role.Rent, $"rents from the pool '{method.ContainingType.Name}'", null);
        }
        if (MemberNames.AfterReturn(method.Name) is { Length: > 0 } noun && method.ReturnsVoid && Exchange.TakesSomething(method) && PoolTypes.Giver(method.ContainingType, noun) is { } giver) return new(method, Role.Return, $"takes back what '{giver.Name}' gives", giver.Locations[0]);
        if (!MemberNames.SaysGiveBack(method.Name) || body() is not { } operation) return null;
        if (Returned(operation) is { } call && !TearsDown(method, operation, call)) return new(method, Role.Return, "gives back what it holds", call.Syntax.GetLocation());
        return method.Name == "Release" && Delegated(method, operation) is { } inner ? new(method, Role.Release, "releases what it holds", inner.Syntax.GetLocation()) : null;
    }

    IInvocationOperation? Returned(IOperation body)
    {
        foreach (var operation in body.Descendants())
            if (operation is IInvocationOperation call && (IsReturn(call) || ReturnsItself(call))) return call;
        return null;
    }

    // Whoever disposes of others as well does so once, at the end of its own life.
    static bool TearsDown(IMethodSymbol method, IOperation body, IOperation returned)
    {
        if (!method.Name.StartsWith("Dispose", StringComparison.Ordinal)) return false;
        foreach (var operation in body.Descendants())
            if (operation is IInvocationOperation { TargetMethod.Name: "Dispose" or "DisposeAsync", Instance: not null and not IInstanceReferenceOperation } && !IsInsteadOf(operation, returned)) return true;
        return false;
    }

    // What was not rented is disposed of in the other arm.
    static bool IsInsteadOf(IOperation operation, IOperation returned)
    {
        for (var node = operation; node.Parent is { } parent; node = parent)
            if (parent is IConditionalOperation choice && node != choice.Condition && (node == choice.WhenTrue ? choice.WhenFalse : choice.WhenTrue) is { } other && other.Syntax.Span.Contains(returned.Syntax.Span)) return true;
        return false;
    }

    bool IsReturn(IInvocationOperation call) => call.Arguments.Length > 0 && MemberNames.SaysReturn(call.TargetMethod.Name) && pools.Contains(call.TargetMethod.ContainingType);

    static bool ReturnsItself(IInvocationOperation call) => call is { Arguments.Length: 0, Instance: not null and not IInstanceReferenceOperation, TargetMethod.Name: "Return" or "ReturnToPool" };

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
