using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using StaticBranch.Flags;

namespace StaticBranch.SpecialCases;

[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
sealed class OptionalCallbackMustBeGuardedFixer : Fixer<OptionalCallbackMustBeGuarded>
{
    public override IEnumerable<Remedy> Remedies(Place place) => [new FixValue(), .. GuardWithFlag.Remedies(place)];
}
