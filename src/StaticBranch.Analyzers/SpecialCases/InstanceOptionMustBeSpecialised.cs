using Microsoft.CodeAnalysis;

namespace StaticBranch.SpecialCases;

/// <summary>Speaks of an option that a constructor fixes for the life of one pool, service or manager.</summary>
sealed class InstanceOptionMustBeSpecialised() : HotPathRule(SpecialKind.InstanceOption, Descriptors.Create("SB1003", DiagnosticSeverity.Info,
    title: "Instance option must be specialised",
    message: "'{0}' {1}: every caller tests '{2}', which is fixed for each instance and set on few; guard it with a flag that says whether any instance uses it",
    description: "A hot path asks on each call what a constructor has decided. A flag for 'some instance uses it', a struct type parameter or a subclass takes the question away."));
