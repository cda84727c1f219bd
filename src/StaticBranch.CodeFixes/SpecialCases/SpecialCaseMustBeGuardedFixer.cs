using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace StaticBranch.SpecialCases;

[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
sealed class SpecialCaseMustBeGuardedFixer : Fixer<SpecialCaseMustBeGuarded>
{
    public override IEnumerable<Remedy> Remedies(Place place)
    {
        var guards = GuardWithFlag.Remedies(place).ToArray();
        return [.. guards, new GuardColdArm(guards[0])];
    }
}
