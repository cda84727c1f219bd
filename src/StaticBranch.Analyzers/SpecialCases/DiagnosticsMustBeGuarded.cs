using Microsoft.CodeAnalysis;

namespace StaticBranch.SpecialCases;

/// <summary>Speaks of the question whether tracing, logging, metrics or leak detection listens.</summary>
sealed class DiagnosticsMustBeGuarded() : HotPathRule(SpecialKind.Diagnostics, Descriptors.Create("SB1005", DiagnosticSeverity.Info,
    title: "Diagnostics must be guarded",
    message: "'{0}' {1}: every caller asks '{2}', for the few that observe; put it behind a feature switch",
    description: "A hot path asks whether somebody observes it. The answer may change while the process runs, so it cannot fold; a feature switch around it can, as the runtime does with its own event sources."));
