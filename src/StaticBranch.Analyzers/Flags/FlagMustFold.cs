using Microsoft.CodeAnalysis;

namespace StaticBranch.Flags;

/// <summary>Speaks of a flag that can never be a constant, where it is declared.</summary>
sealed class FlagMustFold() : FlagRule(Descriptors.Create("SB2001", DiagnosticSeverity.Warning,
    title: "Flag must fold",
    message: "The flag '{0}' does not fold, because {1}; each branch that it guards stays in the machine code",
    description: "A flag takes a branch away only if the compiler can read it: a constant, a static readonly field, or a get-only property over one. Any other flag is a second test on top of the first."))
{
    // Two reasons have a rule, and a remedy, of their own: a switch that is asked on each call, and one that the linker does not know.
    public override object[]? Report(DeclaredFlag flag) =>
        !flag.IsQueriedEachTime && flag.Folding.ReasonUnder(FeatureSwitchMustBeTrimmable.SpeaksOf(flag) ? flag.Target & ~CompileModes.NativeAot : flag.Target) is { } reason ? [reason] : null;
}
