using Microsoft.CodeAnalysis;

namespace StaticBranch.SpecialCases;

/// <summary>Speaks of a callback, event or listener that mostly nobody has set.</summary>
sealed class OptionalCallbackMustBeGuarded() : HotPathRule(SpecialKind.Callback, Descriptors.Create("SB1004", DiagnosticSeverity.Warning,
    title: "Optional callback must be guarded",
    message: "'{0}' {1}: every caller asks whether '{2}' is set, for the few that listen; guard it with a feature flag",
    description: "A hot path asks whether a callback exists. Behind a flag that folds, or as a static readonly hook that is assigned once, the question costs nothing while nobody listens."));
