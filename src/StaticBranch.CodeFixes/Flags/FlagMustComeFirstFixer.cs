using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace StaticBranch.Flags;

[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
sealed class FlagMustComeFirstFixer : Fixer<FlagMustComeFirst>
{
    public override IEnumerable<Remedy> Remedies(Place place) => [new TestFlagFirst(new FlagReference(place[Facts.Flag]))];
}
