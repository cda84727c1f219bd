using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace StaticBranch.Flags;

[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
sealed class FlagMustBeReadyBeforeCompilationFixer : Fixer<FlagMustBeReadyBeforeCompilation>
{
    public override IEnumerable<Remedy> Remedies(Place place) => [new TouchFlag()];
}
