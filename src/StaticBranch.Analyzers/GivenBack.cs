using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using StaticBranch.HotPaths;

namespace StaticBranch;

/// <summary>The members whose contents a body returns, frees or disposes of: pool.Return(x) gives its argument back, x.Dispose() itself.</summary>
sealed class GivenBack
{
    // A local may be defined by itself (x = x[0]), so the walk is bounded.
    const int MaxHops = 4;

    readonly LocalValues values;
    readonly ImmutableHashSet<ISymbol> members;

    public GivenBack(IOperation body, LocalValues values)
    {
        this.values = values;
        members = body.Descendants().OfType<IInvocationOperation>().Where(call => GivesBack(call.TargetMethod.Name))
            .SelectMany(call => call.Arguments.IsEmpty ? [call.Instance] : call.Arguments.Select(argument => (IOperation?)argument.Value))
            .SelectMany(given => Held(given, MaxHops)).ToImmutableHashSet(SymbolEqualityComparer.Default);
    }

    public bool Contains(ISymbol member) => members.Contains(member);

    static bool GivesBack(string method) => MemberNames.SaysReturn(method) || MemberNames.SaysRelease(method) || MemberNames.SaysTeardown(method);

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
