using Microsoft.CodeAnalysis;

namespace StaticBranch.Flags;

/// <summary>Speaks of work that a flag should have spared and that is done before the flag is asked.</summary>
sealed class FlagMustComeFirst() : HotPathRule(SpecialKind.LateFlag, Descriptors.Create("SB2002", DiagnosticSeverity.Warning,
    title: "Flag must come first",
    message: "'{0}' {1}: every caller evaluates '{2}' before the flag '{3}', which makes it vain while the flag is off; test the flag first",
    description: "What stands before a flag stays in the machine code: a call, a load, the null check of a chain. Where it is mostly false, the flag's class is never initialised either, and then nothing folds at all."))
{
    protected override object[] Arguments(Finding finding, HotBody body) => [.. base.Arguments(finding, body), finding.Flag!.Flag.Name];
}
