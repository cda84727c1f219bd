using System.Collections.Immutable;
using System.Globalization;

namespace StaticBranch.Tool.MachineCode;

/// <summary>All that <c>DOTNET_JitDisasm</c> wrote in one run.</summary>
sealed class JitListing
{
    const string Header = "; Assembly listing for method ", Footer = "; Total bytes of code ";

    readonly ILookup<string, MethodListing> byName;

    JitListing(ImmutableArray<MethodListing> methods)
    {
        Methods = methods;
        byName = methods.SelectMany(listing => listing.Names, (listing, name) => (Name: name, Listing: listing)).ToLookup(named => named.Name, named => named.Listing);
    }

    /// <summary>In the order of compilation: a method that is compiled again appears again.</summary>
    public ImmutableArray<MethodListing> Methods { get; }

    /// <exception cref="MachineCodeException">The listing ends in the middle of a method, or two threads wrote into each other.</exception>
    public static JitListing Parse(TextReader text)
    {
        ImmutableArray<MethodListing>.Builder methods = ImmutableArray.CreateBuilder<MethodListing>();
        while (text.ReadLine() is { } line)
            if (line.StartsWith(Header, StringComparison.Ordinal))
                methods.Add(ParseMethod(line[Header.Length..], text));
        return new(methods.ToImmutable());
    }

    /// <summary>This listing, and another run's for what never was optimised in this one.</summary>
    public JitListing OrElse(JitListing other) => new([.. other.Methods, .. Methods]);

    /// <summary>The last optimised code of a method.</summary>
    /// <param name="method"><c>Namespace.Type:Method</c>, with generic arguments or signature where it has several compilations.</param>
    /// <exception cref="MachineCodeException">There is none, or more than one method of that name.</exception>
    public MethodListing Optimised(string method) => Optimised(method, byName[method]);

    /// <summary>The last optimised code of the one method that fits.</summary>
    /// <param name="method">What it is called in errors.</param>
    public MethodListing Optimised(string method, Func<MethodListing, bool> fits) => Optimised(method, Methods.Where(fits));

    MethodListing Optimised(string method, IEnumerable<MethodListing> listings)
    {
        MethodListing[] named = [.. listings];
        MethodListing[] optimised = [.. named.Where(listing => listing.IsOptimised)];
        return (named, optimised) switch
        {
            ([], _) when Methods.IsEmpty => throw new MachineCodeException($"the listing is empty: '{method}' was not compiled by the JIT, or precompiled code was used"),
            ([], _) => throw new MachineCodeException($"the listing has no '{method}', only {Join(Methods)}"),
            (_, []) => throw new MachineCodeException($"'{method}' was never optimised: {string.Join(", ", named.Select(listing => listing.Tier).Distinct())}"),
            _ when optimised.DistinctBy(listing => listing.Name).Skip(1).Any() => throw new MachineCodeException($"'{method}' is ambiguous: {Join(optimised)}"),
            _ when optimised[^1].Instructions.IsEmpty => throw new MachineCodeException($"the listing of '{method}' has no instructions"),
            _ => optimised[^1],
        };

        static string Join(IEnumerable<MethodListing> methods) => string.Join(", ", methods.Select(listing => listing.Name).Distinct().Take(5));
    }

    static MethodListing ParseMethod(string header, TextReader text)
    {
        int tier = header.LastIndexOf(" (", StringComparison.Ordinal);
        if (tier < 0 || header[^1] != ')') throw new MachineCodeException($"the listing names no tier: '{header}'");
        string name = header[..tier];

        ImmutableArray<Instruction>.Builder instructions = ImmutableArray.CreateBuilder<Instruction>();
        string prefix = "";
        while (text.ReadLine() is { } line)
        {
            if (line.StartsWith(Footer, StringComparison.Ordinal))
                return new(name, ParseTier(header[(tier + 2)..^1]), instructions.ToImmutable(), int.Parse(line.AsSpan(Footer.Length), CultureInfo.InvariantCulture));
            if (line.StartsWith(Header, StringComparison.Ordinal))
                throw new MachineCodeException($"the listing of '{name}' is cut short by that of '{line[Header.Length..]}'");
            // Only instructions are indented: labels and remarks are not.
            if (line is not [' ', ..] || line.AsSpan().Trim() is not [>= 'a' and <= 'z', ..] trimmed) continue;
            int space = trimmed.IndexOf(' ');
            string mnemonic = trimmed[..(space < 0 ? trimmed.Length : space)].ToString();
            if (mnemonic is "lock" or "rep" or "repne")
            {
                prefix = mnemonic + " ";
                continue;
            }
            string operands = trimmed[mnemonic.Length..].Trim().ToString();
            // NativeAOT's tail calls are printed as jumps, but not to a label.
            instructions.Add(mnemonic is "jmp" && operands.Contains(':') ? new("tail.jmp", operands) : new(prefix + mnemonic, operands));
            prefix = "";
        }
        throw new MachineCodeException($"the listing of '{name}' is truncated after {instructions.Count} instructions");
    }

    static Tier ParseTier(string tier) => tier switch
    {
        "MinOpts" => Tier.MinOpts,
        "Tier0" => Tier.Tier0,
        "Instrumented Tier0" => Tier.InstrumentedTier0,
        "Instrumented Tier1" => Tier.InstrumentedTier1,
        "Tier1-OSR" => Tier.Tier1Osr,
        "Tier1" => Tier.Tier1,
        "FullOpts" => Tier.FullOpts,
        _ => throw new MachineCodeException($"unknown tier '{tier}'"),
    };
}
