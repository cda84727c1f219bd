using Verify = StaticBranch.Tests.Verify<StaticBranch.HotPathAnalyzer, Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;

namespace StaticBranch.Tests.Flags;

public class FlagMustComeFirstTests
{
    [Theory]
    [InlineData("if ({|SB2002:page.IsZoneDevice|} && Flags.Devices) Special(page);")]
    [InlineData("if ({|SB2002:page.IsZoneDevice|} & Flags.Devices) Special(page);")]
    [InlineData("if (Flags.Devices & {|SB2002:page.IsZoneDevice|}) Special(page);")]
    [InlineData("if ({|SB2002:page.IsZoneDevice|} && Flags.Constant) Special(page);")]
    [InlineData("if (!{|SB2002:page.IsZoneDevice|} || !Flags.Devices) return; Special(page);")]
    [InlineData("if ({|SB2002:page.IsZoneDevice|}) { if (Flags.Devices) Special(page); }")]
    [InlineData("if ({|SB2002:page.IsZoneDevice|}) if (Flags.Devices) Special(page);")]
    [InlineData("if ({|SB2002:IsDevice(page)|} && Flags.Devices) Special(page);")]
    [InlineData("if ({|SB2002:page.Map.Kind == Kind.Device|} && Flags.Devices) Special(page);")]
    [InlineData("if ({|SB2002:page.Map != null|} && Flags.Devices) Special(page);")]
    [InlineData("if ({|SB2002:page is DevicePage|} && Flags.Devices) Special(page);")]
    [InlineData("bool device = page.IsZoneDevice; if ({|SB2002:device|} && Flags.Devices) Special(page);")]
    [InlineData("Use({|SB2002:page.IsZoneDevice|} && Flags.Devices ? 1 : 2);")]
    [InlineData("if ({|SB2002:page.IsZoneDevice|} && number > 3 && Flags.Devices) Special(page);")]
    [InlineData("if ({|SB2002:page.IsZoneDevice|} && IsDevice(page) && Flags.Devices) Special(page);")]
    [InlineData("if (!({|SB2002:page.IsZoneDevice|} && Flags.Devices)) return; Special(page);")]
    public Task Triggers(string body) => Verify.Findings(InHotMember(body));

    [Theory]
    [InlineData("if (Flags.Devices && page.IsZoneDevice) Special(page);")]
    [InlineData("if (Flags.Devices) { if (page.IsZoneDevice) Special(page); }")]
    [InlineData("if (Change(page) && Flags.Devices) Special(page);")]
    [InlineData("if (page.Count++ > 3 && Flags.Devices) Special(page);")]
    [InlineData("if ((page.Map = null) == null && Flags.Devices) Special(page);")]
    [InlineData("if (Change(page) & Flags.Devices) Special(page);")]
    [InlineData("if (number > 3 && Flags.Devices) Special(page);")]
    [InlineData("if (page.Count > 3) { Use(1); if (Flags.Devices) Special(page); }")]
    [InlineData("if (Flags.Devices && (page.IsZoneDevice && page.Count > 3)) Special(page);")]
    [InlineData("if (Flags.Other && (page.IsZoneDevice & Flags.Devices)) Special(page);")]
    [InlineData("if (Flags.Devices & Flags.Constant) Special(page);")]
    [InlineData("if (Interlocked.Decrement(ref page.Count) == 0 && Flags.Devices) Special(page);")]
    public Task DoesNotTrigger(string body) => Verify.Findings(InHotMember(body));

    static string InHotMember(string body) => $$"""
        using System;
        using System.Threading;
        using StaticBranch;

        static class Flags
        {
            public const bool Constant = false;
            public static readonly bool Other = Environment.ProcessorCount > 8;
            public static bool Devices { get; } = AppContext.TryGetSwitch("Devices", out bool on) && on;
        }
        enum Kind { Normal, Device }
        class Map { public Kind Kind; }
        class DevicePage : Page { }
        class Page { public int Count; public Map Map; public bool IsZoneDevice => Count < 0; }
        static class Memory
        {
            static void Special(Page page) { }
            static void Use(int n) { }
            static bool Change(Page page) => page.Count-- > 3;
            static bool IsDevice(Page page) => page.IsZoneDevice;
            [HotPath] static void Put(Page page, int number) { Use(0); {{body}} }
        }
        """;
}
