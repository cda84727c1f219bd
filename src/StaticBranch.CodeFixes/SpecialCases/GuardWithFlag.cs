using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using StaticBranch.Flags;
using StaticBranch.Flow;

namespace StaticBranch.SpecialCases;

/// <summary>Puts a flag that there is already before the test.</summary>
sealed class GuardWithFlag(string flag) : Remedy("Guard:" + flag, $"Guard with '{flag}'")
{
    // A menu of all flags with a word in common is no advice.
    const int Most = 3;

    /// <summary>The flags with which nothing changes, the nearest first; then a new one; then flags that may switch the special case off, for somebody who knows.</summary>
    public static IEnumerable<Remedy> Remedies(Place place)
    {
        var added = NewFlag.For(place);
        var existing = place[Facts.Flags].Split('|').Where(flag => flag.Length > 0).ToList();
        bool isThere = existing.Remove(added.FullName);
        var isOn = existing.Take(Most).ToLookup(flag => IsOn(flag, place));
        var on = isOn[true].Select(flag => new GuardWithFlag(flag));
        var other = isOn[false].Select(flag => new GuardWithFlag(flag));
        return isThere ? [new GuardWithNewFlag(added), .. on, .. other] : [.. on, new GuardWithNewFlag(added), .. other];
    }

    static bool IsOn(string flag, Place place) => SymbolOf(flag, place) is (var name, { } symbol) && FlagDefault.Of(symbol) == !Polarity.IsNegative(name, symbol);

    static (ExpressionSyntax Name, ISymbol? Symbol) SymbolOf(string flag, Place place)
    {
        var name = SyntaxFactory.ParseExpression("global::" + flag);
        return (name, place.Model.GetSpeculativeSymbolInfo(place.Leaf.SpanStart, name, SpeculativeBindingOption.BindAsExpression).Symbol);
    }

    public override async Task<Solution?> ApplyAsync(Place place, CancellationToken cancellation) => SymbolOf(flag, place) is (var name, { } symbol)
        ? await ApplyAsync(place, new FlagReference(flag, Polarity.IsNegative(name, symbol)), cancellation).ConfigureAwait(false)
        : null;

    /// <summary>The first way to write the guard that compiles.</summary>
    public static async Task<Solution?> ApplyAsync(Place place, FlagReference flag, CancellationToken cancellation)
    {
        foreach (var edit in Guard.Before(place, flag))
            if (await Trial.ApplyAsync(place.Document, edit, cancellation).ConfigureAwait(false) is { } guarded)
                return (await FlagReference.ImportAsync(guarded, cancellation).ConfigureAwait(false)).Project.Solution;
        return null;
    }
}
