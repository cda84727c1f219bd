using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace StaticBranch.Flags;

[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
sealed class GuardedMethodMustStayInlinableFixer : Fixer<GuardedMethodMustStayInlinable>
{
    public override IEnumerable<Remedy> Remedies(Place place) => [new InlineAggressively()];
}
