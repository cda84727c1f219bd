using Verify = StaticBranch.Tests.Verify<StaticBranch.HotPathAnalyzer, Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;

namespace StaticBranch.Tests.SpecialCases;

public class SpecialCaseMustBeGuardedTests
{
    [Theory]
    [InlineData("if ({|SB1001:page.IsZoneDevice|}) Special(page);")]
    [InlineData("if (!{|SB1001:page.IsZoneDevice|}) return; Special(page);")]
    [InlineData("if ({|SB1001:page.Kind == PageKind.Device|}) Special(page);")]
    [InlineData("if ({|SB1001:(page.Flags & 4) != 0|}) Special(page);")]
    [InlineData("if ({|SB1001:page.Kind.HasFlag(PageKind.Device)|}) Special(page);")]
    [InlineData("if ({|SB1001:page is DevicePage|}) Special(page);")]
    [InlineData("if ({|SB1001:page is DevicePage device|}) Special(device);")]
    [InlineData("if ({|SB1001:page.Map != null|}) Special(page);")]
    [InlineData("if ({|SB1001:page.Map is not null|}) Special(page);")]
    [InlineData("{|SB1001:page.Map|}?.Release();")]
    [InlineData("if ({|SB1001:IsDevice(page)|}) Special(page);")]
    [InlineData("bool device = page.IsZoneDevice; if ({|SB1001:device|}) Special(page);")]
    [InlineData("int n = {|SB1001:page.IsZoneDevice|} ? 2 : 1; Use(n);")]
    [InlineData("if (page.Count > 3 && {|SB1001:page.IsZoneDevice|}) Special(page);")]
    [InlineData("switch ({|SB1001:page.Kind|}) { case PageKind.Device: Special(page); break; }")]
    public Task Triggers(string body) => Verify.Findings(InHotMember(body));

    [Theory]
    [InlineData("if (Interlocked.Decrement(ref page.Count) == 0) Special(page);")]
    [InlineData("if (page.IsZoneDevice) throw new InvalidOperationException();")]
    [InlineData("if (Interlocked.Decrement(ref page.Count) == 0) { if (page.IsZoneDevice) Special(page); }")]
    [InlineData("if (Interlocked.Decrement(ref page.Count) != 0) return; if (page.IsZoneDevice) Special(page);")]
    [InlineData("if (Interlocked.Decrement(ref page.Count) == 0 && page.IsZoneDevice) Special(page);")]
    [InlineData("while (page.Count > 3) Special(page);")]
    public Task DoesNotTrigger(string body) => Verify.Findings(InHotMember(body));

    static string InHotMember(string body) => $$"""
        using System;
        using System.Threading;
        using StaticBranch;

        [Flags] enum PageKind { Normal, Device = 4 }
        class Map { public void Release() { } }
        class DevicePage : Page { }
        class Page
        {
            public int Count, Flags;
            public PageKind Kind;
            public bool IsZoneDevice => (Flags & 4) != 0;
            public Map Map;
        }
        static class Memory
        {
            static void Special(Page page) { }
            static void Use(int n) { }
            static bool IsDevice(Page page) => page.IsZoneDevice;
            [HotPath] static void Put(Page page) { Use(0); {{body}} }
        }
        """;
}
