using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace StaticBranch.Flags;

[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
sealed class SpecialCaseMustBeProducedUnderItsFlagFixer : Fixer<SpecialCaseMustBeProducedUnderItsFlag>
{
    public override IEnumerable<Remedy> Remedies(Place place) => [new AssignUnderFlag(place[Facts.Flag]), new ThrowWithoutFlag(place[Facts.Flag])];
}
