using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace StaticBranch.SpecialCases;

[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
sealed class InstanceOptionMustBeSpecialisedFixer : Fixer<InstanceOptionMustBeSpecialised>
{
    public override IEnumerable<Remedy> Remedies(Place place) => GuardWithFlag.Remedies(place);
}
