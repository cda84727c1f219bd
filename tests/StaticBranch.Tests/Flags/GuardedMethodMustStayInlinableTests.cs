using Verify = StaticBranch.Tests.Verify<StaticBranch.HotPathAnalyzer, StaticBranch.Flags.GuardedMethodMustStayInlinableFixer>;

namespace StaticBranch.Tests.Flags;

public class GuardedMethodMustStayInlinableTests
{
    const string Guarded = "if (Flags.On && isDevice) Slow();";

    [Theory]
    [InlineData("build_property.PublishAot = true")]
    [InlineData("build_property.PublishReadyToRun = true")]
    [InlineData("build_property.TieredPGO = false")]
    public Task Triggers_where_no_profile_helps_the_inliner(string project) =>
        Verify.Fix(Hot("void {|SB2007:Put|}()", Guarded), Hot("[MethodImpl(MethodImplOptions.AggressiveInlining)]\n    void Put()", Guarded), project);

    [Theory]
    [InlineData("void Put()", Guarded, "")]
    [InlineData("[MethodImpl(MethodImplOptions.AggressiveInlining)] void Put()", Guarded, "build_property.PublishAot = true")]
    [InlineData("[MethodImpl(MethodImplOptions.NoInlining)] void Put()", Guarded, "build_property.PublishAot = true")]
    [InlineData("public virtual void Put()", Guarded, "build_property.PublishAot = true")]
    [InlineData("void Put()", "Slow();", "build_property.PublishAot = true")]
    [InlineData("void Put()", "if (Flags.On && isDevice) { try { Slow(); } finally { isDevice = false; } }", "build_property.PublishAot = true")]
    public Task DoesNotTrigger(string signature, string body, string project) => Verify.Findings(Hot(signature, body), project);

    static string Hot(string signature, string body) => $$"""
        using System;
        using System.Runtime.CompilerServices;
        using StaticBranch;

        static class Flags { public static readonly bool On = false; }
        class Page
        {
            bool isDevice;
            void Slow() { }
            [HotPath]
            {{signature}} { {{body}} }
        }
        """;
}
