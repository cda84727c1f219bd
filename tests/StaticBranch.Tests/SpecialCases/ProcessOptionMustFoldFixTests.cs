using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using StaticBranch.SpecialCases;
using Verify = StaticBranch.Tests.Verify<StaticBranch.HotPathAnalyzer, StaticBranch.SpecialCases.ProcessOptionMustFoldFixer>;

namespace StaticBranch.Tests.SpecialCases;

public class ProcessOptionMustFoldFixTests
{
    [Theory]
    [InlineData("public static bool Trace = Environment.ProcessorCount > 3;", "public static readonly bool Trace = Environment.ProcessorCount > 3;")]
    [InlineData("internal static volatile bool Trace; // off", "internal static readonly bool Trace; // off")]
    [InlineData("public static bool Trace; static Options() => Trace = true;", "public static readonly bool Trace; static Options() => Trace = true;")]
    [InlineData("public static bool Trace { get; set; } = true;", "public static bool Trace { get; } = true;")]
    [InlineData("public static bool Trace { get; private set; }", "public static bool Trace { get; }")]
    [InlineData("public static bool Trace => AppContext.TryGetSwitch(\"Trace\", out bool on) && on;", "public static bool Trace { get; } = AppContext.TryGetSwitch(\"Trace\", out bool on) && on;")]
    [InlineData("public static bool Trace => Environment.GetEnvironmentVariable(\"TRACE\") == \"1\";", "public static bool Trace { get; } = Environment.GetEnvironmentVariable(\"TRACE\") == \"1\";")]
    public Task Fixes(string option, string folding) =>
        Verify.Fix(Source(option, "if ({|SB1002:Options.Trace|}) Special(page);"), Source(folding, "if (Options.Trace) Special(page);"));

    [Fact]
    public Task Follows_a_local_to_the_option() => Verify.Fix(
        Source("public static bool Trace;", "bool on = Options.Trace; if ({|SB1002:on|}) Special(page);"),
        Source("public static readonly bool Trace;", "bool on = Options.Trace; if (on) Special(page);"));

    [Theory]
    [InlineData("public static bool Trace; static void Set() => Trace = true;")]
    [InlineData("public static bool Trace; static void Set() => Change(ref Trace); static void Change(ref bool on) => on = true;")]
    [InlineData("public static bool Trace; static void Set() => (Trace, _) = (true, 1);")]
    [InlineData("public static bool Trace; static Options() { Later(() => Trace = true); } static void Later(Action action) { }")]
    [InlineData("public static bool Trace { get; set; } static void Set() { Options.Trace ^= true; }")]
    [InlineData("public static bool Trace { get => hidden; set => hidden = value; } static bool hidden;")]
    [InlineData("public static bool Trace; static void Set() => Change(ref Trace!); static void Change(ref bool on) => on = true;")]
    [InlineData("public static bool Trace; static void Set() => Change(ref (Options.Trace!)); static void Change(ref bool on) => on = true;")]
    [InlineData("public static bool Trace; static void Set() => (_, (Trace, _)) = (1, (true, 2));")]
    [InlineData("public static bool Trace; static void Set() { ((Options.Trace), _) = (true, 2); }")]
    [InlineData("public static bool Trace;\n#if OTHER\nstatic void Set() => Trace = true;\n#endif\n")]
    [InlineData("public static bool Trace { get; set; }\n#if NET9_0_OR_GREATER\n#else\nstatic void Set() => Options.Trace = true;\n#endif\n")]
    [InlineData("public static bool Trace { get; set; } } interface ITraced { static abstract bool Trace { get; set; } } partial class Options : ITraced {")]
    public Task Offers_nothing_where_it_is_written_later(string option) => OffersNothing(Source(option, Test).Replace("class Options\n", "partial class Options\n"));

    [Theory]
    [InlineData("public static bool Trace; static (bool, int) Tell() => (Trace, 1);", "public static readonly bool Trace; static (bool, int) Tell() => (Trace, 1);")]
    [InlineData("public static bool Trace; static bool seen; static void See() => (seen, _) = (Trace, 1);", "public static readonly bool Trace; static bool seen; static void See() => (seen, _) = (Trace, 1);")]
    [InlineData("public static bool Trace;\n#if OTHER\n    static bool Traced;\n#endif\n", "public static readonly bool Trace;\n#if OTHER\n    static bool Traced;\n#endif\n")]
    [InlineData("public static bool Trace { get; set; }\n} interface ITraced { static abstract bool Trace { get; } } partial class Options : ITraced {", "public static bool Trace { get; }\n} interface ITraced { static abstract bool Trace { get; } } partial class Options : ITraced {")]
    public Task Fixes_what_is_only_read(string option, string folding) => Verify.Fix(
        Source(option, "if ({|SB1002:Options.Trace|}) Special(page);").Replace("class Options\n", "partial class Options\n"),
        Source(folding, "if (Options.Trace) Special(page);").Replace("class Options\n", "partial class Options\n"));

    [Theory]
    [InlineData("public static bool Trace => string.Equals(Environment.GetEnvironmentVariable(\"TRACE\"), \"on\", StringComparison.OrdinalIgnoreCase);")]
    [InlineData("public static bool Trace => AppContext.TryGetSwitch(Name, out bool on) && on; const string Name = \"Trace\";")]
    [InlineData("static readonly string name = \"Trace\"; public static bool Trace => AppContext.TryGetSwitch(name, out bool on) && on;")]
    [InlineData("public static bool Trace => AppContext.TryGetSwitch(Elsewhere.Name, out bool on) && on; static class Elsewhere { public static readonly string Name = \"Trace\"; }")]
    [InlineData("public static bool Trace => AppContext.TryGetSwitch(\"Trace\", out bool on) ? on : OperatingSystem.IsWindows();")]
    public Task Reads_settings_once(string option) =>
        Verify.Fix(Source(option, "if ({|SB1002:Options.Trace|}) Special(page);"), Source(option.Replace("Trace =>", "Trace { get; } ="), "if (Options.Trace) Special(page);"));

    [Theory]
    [InlineData("public static bool Trace => Environment.GetEnvironmentVariable(\"TRACE\") == \"1\" || forced; static bool forced; static void Force() => forced = true;")]
    [InlineData("public static bool Trace => Environment.GetEnvironmentVariable(\"TRACE\") == \"1\" || Forced; static bool Forced { get; set; }")]
    [InlineData("static readonly bool[] forced = new bool[1]; public static bool Trace => Environment.GetEnvironmentVariable(\"TRACE\") == \"1\" || forced[0];")]
    public Task Offers_nothing_where_more_than_settings_is_read(string option) => OffersNothing(Source(option, Test));

    [Theory]
    [InlineData("public static bool Trace => AppContext.TryGetSwitch(name, out bool on) && on; static readonly string name = \"Trace\";")]
    [InlineData("public static bool Trace => AppContext.TryGetSwitch(Name, out bool on) && on; static string Name { get; } = \"Trace\";")]
    [InlineData("static string Name => name; public static bool Trace => AppContext.TryGetSwitch(Name, out bool on) && on; static readonly string name = \"Trace\";")]
    [InlineData("static readonly string name; static Options() => name = \"Trace\"; public static bool Trace => AppContext.TryGetSwitch(name, out bool on) && on;")]
    [InlineData("static Options() => AppContext.SetSwitch(\"Trace\", true); public static bool Trace => AppContext.TryGetSwitch(\"Trace\", out bool on) && on;")]
    [InlineData("public static bool Trace => AppContext.TryGetSwitch(name, out bool on) && on; } partial class Options { static readonly string name = \"Trace\";")]
    public Task Offers_nothing_where_an_initialiser_comes_too_early(string option) => OffersNothing(Source(option, Test).Replace("class Options\n", "partial class Options\n"));

    [Theory]
    [InlineData("AppContext.TryGetSwitch(\"My.Trace\", out bool on) && on", "public static bool Trace { get; } = AppContext.TryGetSwitch(\"My.Trace\", out bool on) && on;")]
    [InlineData("!AppContext.TryGetSwitch(\"My.Trace\", out var on) || on", "public static bool Trace { get; } = !AppContext.TryGetSwitch(\"My.Trace\", out var on) || on;")]
    public async Task Reads_in_a_flag_what_is_asked_on_the_way(string asked, string flag)
    {
        var mended = await Mending.FixAllAsync(Project(Source(Written, $"if ({asked}) Special(page);")), new ProcessOptionMustFoldFixer(), FixAll.FirstRemedy);
        Assert.Contains("if (FeatureFlags.Trace) Special(page);", await Mending.TextAsync(mended, "Memory.cs"));
        Assert.Contains(flag, await Mending.TextAsync(mended, "FeatureFlags.cs"));
        Assert.Empty(await Mending.FindingsAsync(mended));
    }

    [Theory]
    [InlineData("AppContext.TryGetSwitch(\"My.Trace\", out bool set) && set", "Trace")]
    [InlineData("AppContext.TryGetSwitch(\"My.Trace\", out bool set) ? set : false", "Trace")]
    [InlineData("AppContext.TryGetSwitch(\"Other.Trace\", out bool on) && on", "Trace2")]
    [InlineData("!AppContext.TryGetSwitch(\"My.Trace\", out bool on) || on", "Trace2")]
    [InlineData("AppContext.TryGetSwitch(\"My.Trace\", out bool on) && !on", "Trace2")]
    [InlineData("AppContext.TryGetSwitch(\"My.Trace\", out _)", "Trace2")]
    [InlineData("true", "Trace2")]
    public async Task Reads_in_an_existing_flag_what_is_that_flag(string existing, string flag)
    {
        string flags = $$"""static class FeatureFlags { public static bool Trace { get; } = {{existing}}; }""", source = Source(Written, "if (AppContext.TryGetSwitch(\"My.Trace\", out bool on) && on) Special(page);");
        var mended = await Mending.FixAllAsync(Project(source.Replace("static class Memory", flags + "\nstatic class Memory")), new ProcessOptionMustFoldFixer(), FixAll.FirstRemedy);
        string text = await Mending.TextAsync(mended, "Memory.cs");
        Assert.Contains($"if (FeatureFlags.{flag}) Special(page);", text);
        Assert.Equal(flag == "Trace2", text.Contains("bool Trace2 { get; } = AppContext.TryGetSwitch(\"My.Trace\", out bool on) && on;"));
    }

    [Fact]
    public async Task Reads_in_one_flag_what_is_asked_twice()
    {
        const string asked = "if (AppContext.TryGetSwitch(\"My.Trace\", out bool on) && on) Special(page); if (AppContext.TryGetSwitch(\"My.Trace\", out bool other) && other) Special(page);";
        var mended = await Mending.FixAllAsync(Project(Source(Written, asked)), new ProcessOptionMustFoldFixer(), FixAll.FirstRemedy);
        Assert.Contains("if (FeatureFlags.Trace) Special(page); if (FeatureFlags.Trace) Special(page);", await Mending.TextAsync(mended, "Memory.cs"));
        Assert.DoesNotContain("Trace2", await Mending.TextAsync(mended, "FeatureFlags.cs"));
    }

    [Theory]
    [InlineData("!AppContext.TryGetSwitch(\"My.Trace\", out bool on) || !on")]
    [InlineData("AppContext.TryGetSwitch(\"My.Trace\", out _)")]
    [InlineData("AppContext.TryGetSwitch(\"My.Trace\", out _) && Options.Trace")]
    [InlineData("AppContext.TryGetSwitch(\"My.Trace\", out bool on) && (on || Options.Trace)")]
    [InlineData("AppContext.TryGetSwitch(\"My.Trace\", out Options.Trace) && true")]
    public Task Leaves_what_is_asked_together_with_an_option(string asked) => OffersNothing(Source(Written, $"if ({asked}) Special(page);"));

    // An application that uses this library may.
    [Theory]
    [InlineData("public static bool Trace;")]
    [InlineData("public static bool Trace { get; set; }")]
    [InlineData("protected internal static bool Trace;")]
    public Task Offers_nothing_where_others_may_write_it(string option) => OffersNothing(Source(option, Test).Replace("class Options", "public class Options"));

    [Theory]
    [InlineData("internal static bool Trace;", "internal static readonly bool Trace;")]
    [InlineData("public static bool Trace { get; private set; }", "public static bool Trace { get; }")]
    public Task Fixes_what_others_may_only_read(string option, string folding) => Verify.Fix(
        Source(option, "if ({|SB1002:Options.Trace|}) Special(page);").Replace("class Options", "public class Options"),
        Source(folding, "if (Options.Trace) Special(page);").Replace("class Options", "public class Options"));

    const string Test = "if (Options.Trace) Special(page);", Written = "public static bool Trace; static void Set() => Trace = true;";

    static Project Project(string source) => Mending.Project(LanguageVersion.CSharp12, ("Memory.cs", source));

    static async Task OffersNothing(string source) => Assert.Empty(await Mending.OffersAsync(Project(source), new ProcessOptionMustFoldFixer()));

    static string Source(string option, string body) => $$"""
        using System;
        using StaticBranch;

        class Page { public int Count; }
        class Options
        {
            {{option}}
        }
        static class Memory
        {
            static void Special(Page page) { }
            [HotPath] static void Put(Page page) { {{body}} }
        }
        """;
}
