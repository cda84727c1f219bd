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
        if (method.MethodKind is not (MethodKind.Ordinary or MethodKind.ExplicitInterfaceImplementation) || MemberNames.SaysSlow(method.Name) || MemberNames.SaysTest(method.ContainingType.Name)) return null;
        if (pools.Contains(method.ContainingType))
        {
            if (Returns(method)) return new(method, Role.Return, $"returns to the pool '{method.ContainingType.Name}'", null);
            // An arena takes everything back at once.
            if (method.Name == "Reset" && method.ContainingType.Name.IndexOf("Arena", StringComparison.Ordinal) >= 0) return new(method, Role.Return, $"returns all to '{method.ContainingType.Name}'", null);
            if (MemberNames.SaysReport(method.Name) && method.ReturnsVoid && callSites.StandOnEveryPath(method)) return new(method, Role.Return, $"reports what the pool '{method.ContainingType.Name}' does", null);
            if (Rents(method) && !callSites.AreCold(method)) return new(method, Role.Rent, $"rents from the pool '{method.ContainingType.Name}'", null);
        }
        if (MemberNames.AfterReturn(method.Name) is { Length: > 0 } noun && method.ReturnsVoid && Exchange.TakesSomething(method) && PoolTypes.Giver(method.ContainingType, noun) is { } giver) return new(method, Role.Return, $"takes back what '{giver.Name}' gives", giver.Locations[0]);
        if (!MemberNames.SaysGiveBack(method.Name) || body() is not { } operation) return null;
        if (Returned(operation) is { } call && EndsLease(method, call, operation)) return new(method, Role.Return, "gives back what it holds", call.Syntax.GetLocation());
        return method.Name == "Release" && Delegated(method, operation) is { } inner && !IsWrapper(inner, operation) ? new(method, Role.Release, "releases what it holds", inner.Syntax.GetLocation()) : null;
    }

    static bool Returns(IMethodSymbol method) => MemberNames.SaysStow(method.Name) ? PoolTypes.HandsOut(method) : MemberNames.SaysReturn(method.Name) && Exchange.TakesSomething(method);

    /// <summary>Whether a member of a pool hands out what the pool keeps.</summary>
    public static bool Rents(IMethodSymbol method) => MemberNames.SaysRent(method.Name) && Exchange.Gives(method).Any()
        && (!MemberNames.SaysGet(method.Name) || PoolTypes.TakesBack(method)) && (!MemberNames.SaysNew(method.Name) || PoolTypes.Allocates(method.ContainingType));

    // The end of a holder, the entrance of somebody else and the clearing of a whole tree give back too, but not once a lease.
    static bool EndsLease(IMethodSymbol method, IInvocationOperation call, IOperation body) =>
        !(method.Name.StartsWith("Dispose", StringComparison.Ordinal) && Teardown.In(body, call))
            && !(call.Arguments.IsEmpty && IsWrapper(call, body))
            && !(MemberNames.SaysEnd(method.Name) && Loops.Hold(call));

    IInvocationOperation? Returned(IOperation body)
    {
        foreach (var operation in body.Descendants())
            if (operation is IInvocationOperation call && (IsReturn(call) && !IsOfRented(call, body) || ReturnsItself(call) || HandsItselfOver(call))) return call;
        return null;
    }

    /// <summary>Whether a call gives something back to a pool.</summary>
    public bool IsReturn(IInvocationOperation call) => call.Arguments.Length > 0 && MemberNames.SaysReturn(call.TargetMethod.Name) && pools.Contains(call.TargetMethod.ContainingType);

    /// <summary>Whether a call gives back what the body itself has rented, and so never held.</summary>
    public bool IsOfRented(IInvocationOperation call, IOperation body) => call.Arguments[0].Value is ILocalReferenceOperation { Local: var local }
        && GivenValues.Of(local, body).Any(value => value is IInvocationOperation { TargetMethod.ContainingType: var lender } && pools.Contains(lender));

    // The owner takes back what it gave, whatever it is called.
    static bool HandsItselfOver(IInvocationOperation call) =>
        call is { Arguments: [{ Value: IInstanceReferenceOperation or IConversionOperation { Operand: IInstanceReferenceOperation } }] } && (MemberNames.SaysReturn(Invoked.Name(call)) || call.Instance is not null && MemberNames.SaysGiveBack(Invoked.Name(call)));

    // An iterator's Return() answers with what is returned.
    static bool ReturnsItself(IInvocationOperation call) => call is { Arguments.Length: 0, Instance: not null and not IInstanceReferenceOperation, TargetMethod: { Name: "Return" or "ReturnToPool" } back } && Exchange.YieldsNothing(back);

    /// <summary>Whether a body only asks whether there is somebody to hand the work to: it is that somebody's entrance.</summary>
    public static bool IsWrapper(IInvocationOperation call, IOperation body)
    {
        foreach (var operation in body.Descendants())
            if (operation is IInvocationOperation && operation != call) return false;
        for (var node = call.Parent; node is not null && node != body; node = node.Parent)
            if (node is IConditionalOperation or IConditionalAccessOperation or IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd }) return true;
        return false;
    }

    // Whoever releases by releasing others is a part of their count.
    static IInvocationOperation? Delegated(IMethodSymbol method, IOperation body)
    {
        foreach (var operation in body.Descendants())
            if (operation is IInvocationOperation { Instance: not null and not IInstanceReferenceOperation, TargetMethod: { Name: "Release", ContainingType: { } type } } call
                && !SymbolEqualityComparer.Default.Equals(type, method.ContainingType) && !MemberNames.SaysLock(type.Name)) return call;
        return null;
    }
}
