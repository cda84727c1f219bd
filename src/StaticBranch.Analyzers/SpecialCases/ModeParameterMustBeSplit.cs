using Microsoft.CodeAnalysis;

namespace StaticBranch.SpecialCases;

/// <summary>Speaks of a parameter that every caller passes as a constant.</summary>
sealed class ModeParameterMustBeSplit() : HotPathRule(SpecialKind.Mode, Descriptors.Create("SB1006", DiagnosticSeverity.Info,
    title: "Mode parameter must be split",
    message: "'{0}' {1}: every caller tests '{2}', which each of them passes as a constant; split the method",
    description: "A parameter selects between two methods that share a name. Two methods, or a struct type parameter, take the test away."));
