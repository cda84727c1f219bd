using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace StaticBranch.SpecialCases;

/// <summary>Recognises the conditions of a body that tell three kinds or more apart: then each object is of some kind, and none is the usual one.</summary>
sealed class Dispatch(IEnumerable<Leaf> leaves, LocalValues values)
{
    const int MinKinds = 3;

    readonly Lazy<HashSet<ISymbol>> dispatchedOn = new(() => new(
        leaves.Select(leaf => Test(leaf, values)).OfType<Kind>().Distinct().GroupBy(kind => kind.Of, SymbolEqualityComparer.Default).Where(kinds => kinds.Count() >= MinKinds).Select(kinds => kinds.Key!), SymbolEqualityComparer.Default));

    public bool Includes(Leaf leaf) => Test(leaf, values) is { } kind && dispatchedOn.Value.Contains(kind.Of);

    static Kind? Test(Leaf leaf, LocalValues values) => EqualityTest.Of(leaf.Condition, values) is { Constant: { } constant and not bool } test && Asked(values.Origin(test.Value)) is { } asked ? new(asked, constant) : null;

    static ISymbol? Asked(IOperation value) => value is IInvocationOperation { TargetMethod: var method } ? method : Referenced.By(value);

    sealed record Kind(ISymbol Of, object Constant);
}
