using Microsoft.CodeAnalysis;

namespace StaticBranch.SpecialCases;

/// <summary>Speaks of an option of the whole process that stays a test in the machine code.</summary>
sealed class ProcessOptionMustFold() : HotPathRule(SpecialKind.ProcessOption, Descriptors.Create("SB1002", DiagnosticSeverity.Warning,
    title: "Process-wide option must fold",
    message: "'{0}' {1}: every caller tests '{2}', which is decided once a process but does not fold, because {3}; make it a static readonly or get-only flag",
    description: "An option that start-up decides should be a constant once the method is compiled. This one is loaded and tested on each call."))
{
    protected override object[] Arguments(Finding finding, HotBody body) => [.. base.Arguments(finding, body), finding.Flag?.WhyNot ?? WhyNot(finding.Subject, body)];

    // A test of a copy is no test of a flag, and yet the flag is what does not fold.
    static string WhyNot(ISymbol option, HotBody body) =>
        option.IsStatic && body.Analysis.Folding.Of(option).ReasonUnder(body.Target) is { } reason ? reason : $"'{option.Name}' is held in an object";
}
