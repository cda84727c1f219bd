using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace StaticBranch.HotPaths;

/// <summary>Recognises the condition with which a member asks whether it was handed anything to give back: few come with nothing.</summary>
static class NothingGiven
{
    /// <summary>The outcome that means nothing; null where the condition asks something else.</summary>
    public static bool? RareOutcome(IOperation condition, Role role, LocalValues values) => role is Role.Return or Role.Release
        && EqualityTest.Of(condition, values) is { IsNullTest: true } test && values.Origin(test.Value) is IParameterReferenceOperation { Parameter.Ordinal: 0 } ? test.EqualWhen : null;
}
