using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using StaticBranch.Flags;
using StaticBranch.Flow;

namespace StaticBranch.SpecialCases;

/// <summary>Puts a flag that there is already before the test.</summary>
sealed class GuardWithFlag(string flag) : Remedy("Guard:" + flag, $"Guard with '{flag}'")
{
    // A menu of all flags with a word in common is no advice.
    const int Most = 3;

    /// <summary>The flags that may be meant, the nearest first, and a new one.</summary>
    public static IEnumerable<Remedy> Remedies(Place place)
    {
        var added = NewFlag.For(place);
        var existing = place[Facts.Flags].Split('|').Where(flag => flag.Length > 0).ToList();
        if (existing.Remove(added.FullName)) return [new GuardWithNewFlag(added), .. existing.Take(Most).Select(flag => new GuardWithFlag(flag))];
        return [.. existing.Take(Most).Select(flag => new GuardWithFlag(flag)), new GuardWithNewFlag(added)];
    }

    public override async Task<Solution?> ApplyAsync(Place place, CancellationToken cancellation)
    {
        var name = SyntaxFactory.ParseExpression("global::" + flag);
        if (place.Model.GetSpeculativeSymbolInfo(place.Leaf.SpanStart, name, SpeculativeBindingOption.BindAsExpression).Symbol is not { } symbol) return null;
        return await ApplyAsync(place, new FlagReference(flag, Polarity.IsNegative(name, symbol)), cancellation).ConfigureAwait(false);
    }

    /// <summary>The first way to write the guard that compiles.</summary>
    public static async Task<Solution?> ApplyAsync(Place place, FlagReference flag, CancellationToken cancellation)
    {
        foreach (var edit in Guard.Before(place, flag))
            if (await Trial.ApplyAsync(place.Document, edit, cancellation).ConfigureAwait(false) is { } guarded)
                return (await FlagReference.ImportAsync(guarded, cancellation).ConfigureAwait(false)).Project.Solution;
        return null;
    }
}
