using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using StaticBranch.HotPaths;

namespace StaticBranch;

/// <summary>The members whose contents a body returns, frees or disposes of, and those that take it back: pool.Return(x) gives its argument back to the pool, x.Dispose() itself.</summary>
sealed class GivenBack
{
    // A local may be defined by itself (x = x[0]), so the walk is bounded.
    const int MaxHops = 4;

    readonly LocalValues values;
    readonly ImmutableHashSet<ISymbol> members, takers, receivers;

    /// <param name="all">The calls of the body.</param>
    /// <param name="role">In a return, what is put somewhere is given back too.</param>
    public GivenBack(IInvocationOperation[] all, Role role, LocalValues values)
    {
        bool puts = role == Role.Return;
        this.values = values;
        var calls = all.Where(call => GivesBack(Invoked.Name(call))).ToArray();
        members = AllHeld(calls.SelectMany(call => call.Arguments.IsEmpty ? [call.Instance] : call.Arguments.Select(argument => (IOperation?)argument.Value)));
        takers = AllHeld(all.Where(call => !call.Arguments.IsEmpty && (GivesBack(Invoked.Name(call)) || puts && MemberNames.SaysPutIn(Invoked.Name(call)))).Select(call => call.Instance));
        receivers = AllHeld(all.Where(call => !call.Arguments.IsEmpty).Select(call => call.Instance));
    }

    public bool Contains(ISymbol member) => members.Contains(member);

    /// <summary>Whether something is given back to what the member holds.</summary>
    public bool IsTakenBy(ISymbol member) => takers.Contains(member);

    /// <summary>Whether a method of what the member holds is called with an argument.</summary>
    public bool IsReceiver(ISymbol member) => receivers.Contains(member);

    ImmutableHashSet<ISymbol> AllHeld(IEnumerable<IOperation?> values) => values.SelectMany(value => Held(value, MaxHops)).ToImmutableHashSet(SymbolEqualityComparer.Default);

    static bool GivesBack(string method) => MemberNames.SaysReturn(method) || MemberNames.SaysRelease(method) || MemberNames.SaysTeardown(method) || MemberNames.SaysGiver(method);

    IEnumerable<ISymbol> Held(IOperation? given, int hops) => given switch
    {
        _ when hops == 0 => [],
        IMemberReferenceOperation { Member: var member } => [member],
        IConditionalAccessInstanceOperation => Held(Accessed(given), hops - 1),
        IArrayElementReferenceOperation element => Held(element.ArrayReference, hops - 1),
        IConversionOperation conversion => Held(conversion.Operand, hops - 1),
        ILocalReferenceOperation => values.Of(given).SelectMany(definition => Held(definition.Value, hops - 1)),
        _ => [],
    };

    static IOperation? Accessed(IOperation instance)
    {
        for (var node = instance; node.Parent is { } parent; node = parent)
            if (parent is IConditionalAccessOperation access && access.WhenNotNull == node) return access.Operation;
        return null;
    }
}
