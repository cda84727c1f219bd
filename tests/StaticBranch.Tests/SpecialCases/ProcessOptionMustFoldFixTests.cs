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
    public Task Offers_nothing_where_it_is_written_later(string option) => Verify.Findings(Source(option, "if ({|SB1002:Options.Trace|}) Special(page);"));

    // An application that uses this library may.
    [Theory]
    [InlineData("public static bool Trace;")]
    [InlineData("public static bool Trace { get; set; }")]
    [InlineData("protected internal static bool Trace;")]
    public Task Offers_nothing_where_others_may_write_it(string option) => Verify.Findings(Source(option, "if ({|SB1002:Options.Trace|}) Special(page);").Replace("class Options", "public class Options"));

    [Theory]
    [InlineData("internal static bool Trace;", "internal static readonly bool Trace;")]
    [InlineData("public static bool Trace { get; private set; }", "public static bool Trace { get; }")]
    public Task Fixes_what_others_may_only_read(string option, string folding) => Verify.Fix(
        Source(option, "if ({|SB1002:Options.Trace|}) Special(page);").Replace("class Options", "public class Options"),
        Source(folding, "if (Options.Trace) Special(page);").Replace("class Options", "public class Options"));

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
