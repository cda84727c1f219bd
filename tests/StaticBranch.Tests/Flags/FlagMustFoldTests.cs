using Verify = StaticBranch.Tests.Verify<StaticBranch.Flags.FlagAnalyzer, StaticBranch.Flags.FlagMustFoldFixer>;

namespace StaticBranch.Tests.Flags;

public class FlagMustFoldTests
{
    const string Aot = "build_property.PublishAot = true";

    [Theory]
    [InlineData("public static bool {|SB2001:On|};")]
    [InlineData("public static volatile bool {|SB2001:On|};")]
    [InlineData("public static bool {|SB2001:On|} { get; set; }")]
    [InlineData("public static bool {|SB2001:On|} { get; private set; }")]
    [InlineData("[FeatureSwitchDefinition(\"On\")] internal static bool {|SB2001:On|} => mutable; static bool mutable;")]
    [InlineData("[ThreadStatic] internal static bool {|SB2001:On|};")]
    [InlineData("public static bool {|SB2001:On|} => lazy.Value; static readonly Lazy<bool> lazy = new(() => true);")]
    [InlineData("public static bool? {|SB2001:On|};")]
    [InlineData("public static DayOfWeek {|SB2001:Day|};")]
    [InlineData("public static bool {|SB2001:On|} => Other; public static bool {|SB2001:Other|} => On;")]
    public Task Triggers(string members) => Verify.Findings(InFlagsType(members));

    [Theory]
    [InlineData("public const bool On = false;")]
    [InlineData("public static readonly bool On = AppContext.TryGetSwitch(\"On\", out var on) && on;")]
    [InlineData("public static bool On { get; } = AppContext.TryGetSwitch(\"On\", out var on) && on;")]
    [InlineData("public static bool On => on; static readonly bool on = Environment.ProcessorCount > 1;")]
    [InlineData("public static int Count;")]
    [InlineData("static bool cache;")]
    [InlineData("public bool PerInstance;")]
    public Task DoesNotTrigger(string members) => Verify.Findings(InFlagsType(members));

    [Fact]
    public Task Ahead_of_time_an_initialiser_that_needs_the_run_time_does_not_fold() =>
        Verify.Findings(InFlagsType("public static readonly bool {|SB2001:On|} = Environment.ProcessorCount > 1;"), Aot);

    [Fact]
    public Task The_target_of_the_file_goes_before_that_of_the_project() =>
        Verify.Findings(InFlagsType("public static readonly bool On = Environment.ProcessorCount > 1;"), Aot + "\nstatic_branch.target = jit");

    [Fact]
    public Task Outside_the_flags_type_only_attributes_make_a_flag() =>
        Verify.Findings("using System.Diagnostics.CodeAnalysis; class Anywhere { public static bool Mutable; [FeatureSwitchDefinition(\"On\")] public static bool {|SB2001:On|} { get; set; } }");

    [Fact]
    public Task The_flags_type_can_be_named() =>
        Verify.Findings("namespace My { static class Switches { public static bool {|SB2001:On|}; } }", "static_branch.flags_type = My.Switches");

    [Theory]
    [InlineData("Flags.Mutable", true)]
    [InlineData("Flags.Missing", true)]
    [InlineData("Outer.Inner.Mutable", true)]
    [InlineData("nothing", true)]
    [InlineData("Flags.Folds", false)]
    [InlineData("Outer.Inner.Folds", false)]
    public Task A_special_case_names_a_flag_that_folds(string name, bool triggers)
    {
        var attribute = $"SpecialCase(\"{name}\")";
        return Verify.Findings($$"""
            using StaticBranch;
            class Page { [{{(triggers ? $"{{|SB2001:{attribute}|}}" : attribute)}}] public bool IsDevice { get; set; } }
            static class Flags { public static bool Mutable; public static readonly bool Folds; }
            static class Outer { public static class Inner { public static bool Mutable; public static readonly bool Folds; } }
            """);
    }

    [Theory]
    [InlineData("public static bool {|SB2001:On|} = true;", "public static readonly bool On = true;")]
    [InlineData("public static volatile bool {|SB2001:On|} = true;", "public static readonly bool On = true;")]
    [InlineData("public static bool {|SB2001:On|} { get; private set; } = true;", "public static bool On { get; } = true;")]
    public Task Fixes_the_value_where_nothing_writes_it(string flag, string fixedFlag) => Verify.Fix(InFlagsType(flag), InFlagsType(fixedFlag));

    [Fact]
    public Task A_flag_that_is_written_later_is_left_to_its_author() => Verify.Findings(InFlagsType("public static bool {|SB2001:On|}; public static void Switch() => On = true;"));

    static string InFlagsType(string members) => $"using System; using System.Diagnostics.CodeAnalysis; class FeatureFlags {{ {members} }}";
}
