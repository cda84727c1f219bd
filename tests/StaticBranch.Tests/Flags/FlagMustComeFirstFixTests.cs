using Microsoft.CodeAnalysis.CSharp;
using StaticBranch.Flags;
using Verify = StaticBranch.Tests.Verify<StaticBranch.HotPathAnalyzer, StaticBranch.Flags.FlagMustComeFirstFixer>;

namespace StaticBranch.Tests.Flags;

public class FlagMustComeFirstFixTests
{
    [Theory]
    [InlineData("if ({|SB2002:page.IsZoneDevice|} && FeatureFlags.Devices) Special(page);", "if (FeatureFlags.Devices && page.IsZoneDevice) Special(page);")]
    [InlineData("if ({|SB2002:page.IsZoneDevice|} && FeatureFlags.Devices && page.Count > 3) Special(page);", "if (FeatureFlags.Devices && page.IsZoneDevice && page.Count > 3) Special(page);")]
    [InlineData("if (!{|SB2002:page.IsZoneDevice|} || !FeatureFlags.Devices) return; Special(page);", "if (!FeatureFlags.Devices || !page.IsZoneDevice) return; Special(page);")]
    [InlineData("if ({|SB2002:page.IsZoneDevice|} && FeatureFlags.Devices is true) Special(page);", "if (FeatureFlags.Devices is true && page.IsZoneDevice) Special(page);")]
    [InlineData("if ({|SB2002:page.IsZoneDevice|} /* few */ && FeatureFlags.Devices) Special(page);", "if (FeatureFlags.Devices /* few */ && page.IsZoneDevice) Special(page);")]
    [InlineData("if ({|SB2002:page.IsZoneDevice|}) if (FeatureFlags.Devices) Special(page);", "if (FeatureFlags.Devices && page.IsZoneDevice) Special(page);")]
    [InlineData("if ({|SB2002:page.IsZoneDevice|}) { if (FeatureFlags.Devices) { Special(page); } }", "if (FeatureFlags.Devices && page.IsZoneDevice) { Special(page); }")]
    [InlineData("if ({|SB2002:page.IsZoneDevice|} & FeatureFlags.Devices) Special(page);", "if (FeatureFlags.Devices && page.IsZoneDevice) Special(page);")]
    [InlineData("if (FeatureFlags.Devices & {|SB2002:page.IsZoneDevice|}) Special(page);", "if (FeatureFlags.Devices && page.IsZoneDevice) Special(page);")]
    [InlineData("if ({|SB2002:page.Next != null|}) { if (FeatureFlags.Devices && page.Next.Count > 3) Special(page); }", "if (FeatureFlags.Devices && page.Next != null && page.Next.Count > 3) Special(page);")]
    [InlineData("if ({|SB2002:page.IsZoneDevice|}) { if (FeatureFlags.Devices && Count() > 3) Special(page); }", "if (FeatureFlags.Devices && page.IsZoneDevice && Count() > 3) Special(page);")]
    public Task Fixes(string before, string after) => Verify.Fix(InHotMember(before), InHotMember(after));

    /// <summary>What one statement cannot say is left to its author.</summary>
    [Theory]
    [InlineData("if (page.IsZoneDevice) { if (Count() > 3 && FeatureFlags.Devices) Special(page); }")]
    [InlineData("if (page.IsZoneDevice) {\n#if DEBUG\n Count();\n#endif\n if (FeatureFlags.Devices) Special(page); }")]
    [InlineData("if (page.IsZoneDevice) {\n#pragma warning disable CS0168\n if (FeatureFlags.Devices) Special(page); }")]
    public async Task Leaves_what_it_would_change(string body)
    {
        var project = Mending.Project(LanguageVersion.CSharp12, ("Memory.cs", InHotMember(body)));
        Assert.Empty(await Mending.OffersAsync(project, new FlagMustComeFirstFixer()));
    }

    [Fact]
    public Task Keeps_each_comment() => Verify.Fix(
        InHotMember("if ({|SB2002:page.IsZoneDevice|}) // outer\n{ /* open */ if (FeatureFlags.Devices) /* inner */ Special(page); /* done */\n/* close */ }"),
        InHotMember("/* open */\n        /* inner */\n        /* close */\n        if (FeatureFlags.Devices && page.IsZoneDevice) // outer\n            Special(page); /* done */\n   "));

    static string InHotMember(string body) => $$"""
        using System;
        using StaticBranch;

        static class FeatureFlags
        {
            public static bool Devices { get; } = AppContext.TryGetSwitch("Devices", out bool on) && on;
        }
        class Page { public Page Next; public int Count; public bool IsZoneDevice => Count < 0; }
        static class Memory
        {
            static int Count() => 4;
            static void Special(Page page) { }
            [HotPath] static void Put(Page page) { {{body}} }
        }
        """;
}
