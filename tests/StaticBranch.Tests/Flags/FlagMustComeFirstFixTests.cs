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
    public Task Fixes(string before, string after) => Verify.Fix(InHotMember(before), InHotMember(after));

    static string InHotMember(string body) => $$"""
        using System;
        using StaticBranch;

        static class FeatureFlags
        {
            public static bool Devices { get; } = AppContext.TryGetSwitch("Devices", out bool on) && on;
        }
        class Page { public int Count; public bool IsZoneDevice => Count < 0; }
        static class Memory
        {
            static int Count() => 4;
            static void Special(Page page) { }
            [HotPath] static void Put(Page page) { {{body}} }
        }
        """;
}
