using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace StaticBranch.SpecialCases;

/// <summary>Recognises the conditions that tell three kinds or more apart: then each object is of some kind, and none is the usual one.</summary>
static class Dispatch
{
    const int MinKinds = 3;

    public static bool Is(Leaf leaf, HotBody body) =>
        Asked(leaf, body) is { } asked && body.Leaves.Where(other => SymbolEqualityComparer.Default.Equals(Asked(other, body), asked)).Select(other => EqualityTest.Of(other.Condition, body.Values)?.Constant).Distinct().Count() >= MinKinds;

    static ISymbol? Asked(Leaf leaf, HotBody body) => EqualityTest.Of(leaf.Condition, body.Values) is { Constant: not (null or bool) } test ? body.Values.Origin(test.Value) switch
    {
        IMemberReferenceOperation { Member: var member } => member,
        IParameterReferenceOperation { Parameter: var parameter } => parameter,
        ILocalReferenceOperation { Local: var local } => local,
        IInvocationOperation { TargetMethod: var method } => method,
        _ => null,
    } : null;
}
