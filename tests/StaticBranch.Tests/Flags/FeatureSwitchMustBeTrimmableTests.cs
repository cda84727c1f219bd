using Verify = StaticBranch.Tests.Verify<StaticBranch.Flags.FlagAnalyzer, StaticBranch.Flags.FeatureSwitchMustBeTrimmableFixer>;

namespace StaticBranch.Tests.Flags;

public class FeatureSwitchMustBeTrimmableTests
{
    const string Query = "AppContext.TryGetSwitch(\"My.On\", out bool on) && on;", Trimmed = "build_property.IsTrimmable = true";

    [Theory]
    [InlineData("build_property.PublishAot = true")]
    [InlineData("build_property.PublishTrimmed = true")]
    [InlineData("build_property.IsTrimmable = true")]
    [InlineData("build_property.IsAotCompatible = True")]
    public Task Defines_the_switch(string project) => Verify.Fix(
        Flags($"public static bool {{|SB2005:On|}} {{ get; }} = {Query}"),
        Flags($"[FeatureSwitchDefinition(\"My.On\")]\n    public static bool On {{ get; }} = {Query}", "using System.Diagnostics.CodeAnalysis;\n"),
        project);

    [Fact]
    public Task Names_the_switch_that_is_read() => Verify.Fix(
        Flags($"[FeatureSwitchDefinition(\"My.Off\")]\n    public static bool {{|SB2005:On|}} {{ get; }} = {Query}", "using System.Diagnostics.CodeAnalysis;\n"),
        Flags($"[FeatureSwitchDefinition(\"My.On\")]\n    public static bool On {{ get; }} = {Query}", "using System.Diagnostics.CodeAnalysis;\n"),
        Trimmed);

    [Theory]
    [InlineData("Other|My.Own", true)]
    [InlineData("Other|My.On", false)]
    public Task A_host_option_with_Trim_must_be_there(string trimmed, bool triggers) => Verify.Findings(
        Flags($"[FeatureSwitchDefinition(\"My.On\")] public static bool {(triggers ? "{|SB2005:On|}" : "On")} {{ get; }} = {Query}", "using System.Diagnostics.CodeAnalysis;\n"),
        "build_property.PublishAot = true\nbuild_property.StaticBranchTrimmedSwitches = " + trimmed);

    [Fact]
    public Task Without_a_linker_nobody_needs_the_attribute() => Verify.Findings(Flags($"public static bool On {{ get; }} = {Query}"));

    static string Flags(string member, string usings = "") => $$"""
        using System;
        {{usings}}
        static class FeatureFlags
        {
            {{member}}
        }
        """;
}
