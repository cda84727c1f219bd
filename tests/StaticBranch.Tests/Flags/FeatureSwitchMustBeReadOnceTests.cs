using Verify = StaticBranch.Tests.Verify<StaticBranch.Flags.FlagAnalyzer, StaticBranch.Flags.FeatureSwitchMustBeReadOnceFixer>;

namespace StaticBranch.Tests.Flags;

public class FeatureSwitchMustBeReadOnceTests
{
    [Theory]
    [InlineData("=> AppContext.TryGetSwitch(\"On\", out bool on) && on;", "{ get; } = AppContext.TryGetSwitch(\"On\", out bool on) && on;")]
    [InlineData("=> AppContext.TryGetSwitch(\"On\", out bool on) ? on : true;", "{ get; } = AppContext.TryGetSwitch(\"On\", out bool on) ? on : true;")]
    [InlineData("=> !AppContext.TryGetSwitch(\"On\", out var on) || on;", "{ get; } = !AppContext.TryGetSwitch(\"On\", out var on) || on;")]
    [InlineData("{ get => AppContext.TryGetSwitch(\"On\", out bool on) && on; }", "{ get; } = AppContext.TryGetSwitch(\"On\", out bool on) && on;")]
    [InlineData("{ get { return AppContext.TryGetSwitch(\"On\", out bool on) && on; } }", "{ get; } = AppContext.TryGetSwitch(\"On\", out bool on) && on;")]
    public Task Reads_the_switch_in_the_initialiser(string body, string read) => Verify.Fix(Switch("{|SB2004:On|}", body), Switch("On", read));

    [Fact]
    public Task Keeps_comments() => Verify.Fix(
        Switch("{|SB2004:On|}", "=> /* off */ AppContext.TryGetSwitch(\"On\", out bool on) && on; // by default"),
        Switch("On", "{ get; } = /* off */ AppContext.TryGetSwitch(\"On\", out bool on) && on; // by default"));

    [Theory]
    [InlineData("{ get; } = AppContext.TryGetSwitch(\"On\", out bool on) && on;")]
    [InlineData("=> read; static readonly bool read = AppContext.TryGetSwitch(\"On\", out bool on) && on;")]
    public Task DoesNotTrigger(string body) => Verify.Findings(Switch("On", body));

    [Fact]
    public Task A_getter_of_several_statements_is_left_to_its_author()
    {
        var source = Switch("{|SB2004:On|}", "{ get { AppContext.TryGetSwitch(\"On\", out bool on); return on; } }");
        return Verify.Fix(source, source);
    }

    static string Switch(string name, string body) => $$"""
        using System;
        using System.Diagnostics.CodeAnalysis;

        static class Switches
        {
            [FeatureSwitchDefinition("On")]
            public static bool {{name}} {{body}}
        }
        """;
}
