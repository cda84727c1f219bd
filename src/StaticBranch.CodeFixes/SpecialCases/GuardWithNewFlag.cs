using Microsoft.CodeAnalysis;
using StaticBranch.Flags;

namespace StaticBranch.SpecialCases;

/// <summary>Declares a flag, on unless it is switched off, and puts it before the test.</summary>
sealed class GuardWithNewFlag(NewFlag flag) : Remedy("Guard:new", $"Guard with a new flag '{flag.Name}'")
{
    public override async Task<Solution?> ApplyAsync(Place place, CancellationToken cancellation)
    {
        if (await flag.DeclareAsync(place, cancellation).ConfigureAwait(false) is not { } declared) return null;
        return await GuardWithFlag.ApplyAsync(declared, new FlagReference(flag.FullName), cancellation).ConfigureAwait(false);
    }
}
