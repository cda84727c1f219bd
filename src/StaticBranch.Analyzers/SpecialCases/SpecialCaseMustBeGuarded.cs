using Microsoft.CodeAnalysis;

namespace StaticBranch.SpecialCases;

/// <summary>Speaks of the kind of one object: a flag, an enum, a mask, its type, an owner that few have.</summary>
sealed class SpecialCaseMustBeGuarded() : HotPathRule(SpecialKind.Object, Descriptors.Create("SB1001", DiagnosticSeverity.Warning,
    title: "Special case must be guarded",
    message: "'{0}' {1}: every caller tests '{2}', which only few objects need; guard it with a feature flag",
    description: "A hot path asks what kind of object it has, for a kind that few have. Behind a flag that folds to a constant, the test costs nothing while nobody uses the feature."));
