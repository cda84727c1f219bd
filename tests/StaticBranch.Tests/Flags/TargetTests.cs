using Verify = StaticBranch.Tests.Verify<StaticBranch.HotPathAnalyzer, Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;

namespace StaticBranch.Tests.Flags;

/// <summary>A hot path asks for flags that fold where its own code will run.</summary>
public class TargetTests
{
    const string Jit = "static_branch.target = jit", Aot = "static_branch.target = aot", Both = "static_branch.target = both", Publishes = "build_property.PublishAot = true";

    [Theory]
    [InlineData("", "Flags.ReadOnly")]
    [InlineData(Jit, "Flags.ReadOnly")]
    [InlineData(Publishes + "\n" + Jit, "Flags.ReadOnly")]
    [InlineData(Aot, "Flags.Literal")]
    [InlineData(Both, "Flags.Literal")]
    [InlineData(Aot, "Flags.Switch")]
    [InlineData(Publishes, "Flags.Switch")]
    [InlineData(Aot, "Flags.SwitchOnEachCall")]
    [InlineData(Publishes + "\nbuild_property.StaticBranchTrimmedSwitches = Switch", "Flags.Switch")]
    public Task A_flag_that_folds_for_the_target_guards(string options, string flag) => Verify.Findings(Source($"{flag} && page.IsDevice"), options);

    [Theory]
    [InlineData("", "Flags.SwitchOnEachCall")]
    [InlineData(Jit, "Flags.SwitchOnEachCall")]
    [InlineData(Aot, "Flags.ReadOnly")]
    [InlineData(Both, "Flags.ReadOnly")]
    [InlineData(Publishes, "Flags.ReadOnly")]
    [InlineData(Publishes, "Flags.SwitchOnEachCall")]
    [InlineData(Publishes + "\nbuild_property.StaticBranchTrimmedSwitches = Other", "Flags.Switch")]
    public Task A_flag_that_does_not_is_an_option_that_every_caller_tests(string options, string flag) => Verify.Findings(Source($"{{|SB1002:{flag}|}} && page.IsDevice"), options);

    [Fact]
    public Task Each_file_has_a_target_of_its_own() => Verify.Findings(Source("{|SB1002:Flags.ReadOnly|} && page.IsDevice"), Jit + "\n[/0/Test0.cs]\n" + Aot);

    static string Source(string condition) => $$"""
        using System;
        using System.Diagnostics.CodeAnalysis;
        using System.Runtime.CompilerServices;
        using StaticBranch;

        static class Flags
        {
            static bool Read() => AppContext.TryGetSwitch("Switch", out bool on) && on;
            public static readonly bool ReadOnly = Read();
            [FeatureSwitchDefinition("Switch")] public static bool Switch { get; } = Read();
            [FeatureSwitchDefinition("Switch")] public static bool SwitchOnEachCall => Read();
            public static bool Literal => Literals.On;
        }
        static class Literals { public static readonly bool On = false; }
        class Page { public int Count; public bool IsDevice => Count < 0; }
        static class Memory
        {
            static void Special(Page page) { }
            [HotPath, MethodImpl(MethodImplOptions.AggressiveInlining)] static void Put(Page page) { if ({{condition}}) Special(page); }
        }
        """;
}
