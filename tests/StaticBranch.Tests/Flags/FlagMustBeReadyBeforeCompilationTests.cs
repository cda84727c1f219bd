using Verify = StaticBranch.Tests.Verify<StaticBranch.HotPathAnalyzer, StaticBranch.Flags.FlagMustBeReadyBeforeCompilationFixer>;

namespace StaticBranch.Tests.Flags;

public class FlagMustBeReadyBeforeCompilationTests
{
    const string Lazy = "public static bool On { get; } = AppContext.TryGetSwitch(\"On\", out var on) && on;";

    const string Touched = Lazy + """


            // The JIT reads a flag only if its class is initialised.
            [ModuleInitializer]
            internal static void Initialize() => _ = On;
        """;

    [Theory]
    [InlineData("build_property.TieredCompilation = false")]
    [InlineData("build_property.TieredCompilationQuickJit = false")]
    public Task Triggers_where_the_project_has_no_tiering(string project) =>
        Verify.Fix(Hot("", Lazy, "{|SB2003:Flags.On|}"), Hot("", Touched, "Flags.On"), project);

    [Fact]
    public Task Triggers_in_a_method_that_skips_the_tiers() =>
        Verify.Fix(Hot("[MethodImpl(MethodImplOptions.AggressiveOptimization)]", Lazy, "{|SB2003:Flags.On|}"), Hot("[MethodImpl(MethodImplOptions.AggressiveOptimization)]", Touched, "Flags.On"));

    [Fact]
    public Task Ends_lines_as_the_file_does() =>
        Verify.Fix(Hot("", Lazy, "{|SB2003:Flags.On|}").ReplaceLineEndings("\r\n"), Hot("", Touched, "Flags.On").ReplaceLineEndings("\r\n"), "build_property.TieredCompilation = false");

    [Theory]
    [InlineData("", Lazy)]
    [InlineData("[MethodImpl(MethodImplOptions.AggressiveOptimization)]", "public static readonly bool On = false;")]
    [InlineData("[MethodImpl(MethodImplOptions.AggressiveOptimization)]", "public const bool On = false;")]
    [InlineData("[MethodImpl(MethodImplOptions.AggressiveOptimization)]", Lazy + " [ModuleInitializer] internal static void Touch() => _ = On;")]
    [InlineData("[MethodImpl(MethodImplOptions.AggressiveOptimization)]", Lazy + " [ModuleInitializer] internal static void Touch() => RuntimeHelpers.RunClassConstructor(typeof(Flags).TypeHandle);")]
    public Task DoesNotTrigger(string attribute, string flags) => Verify.Findings(Hot(attribute, flags, "Flags.On"));

    static string Hot(string attribute, string flags, string test) => $$"""
        using System;
        using System.Runtime.CompilerServices;
        using StaticBranch;

        static class Flags
        {
            {{flags}}
        }
        class Page
        {
            bool isDevice;
            void Slow() { }
            [HotPath] {{attribute}} void Put() { if ({{test}} && isDevice) Slow(); }
        }
        """;
}
