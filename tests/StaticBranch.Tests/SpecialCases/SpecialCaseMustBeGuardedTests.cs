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
    [InlineData("Special({|SB1001:page.Owner|} ?? page);")]
    [InlineData("if ({|SB1001:page.IsKept|}) Special(page);")]
    [InlineData("if ({|SB1001:page.Disposed == 1|}) Special(page);")]
    [InlineData("if ({|SB1001:Volatile.Read(ref page.Disposed) != 0|}) Special(page);")]
    [InlineData("if ({|SB1001:Volatile.Read(ref page.IsOld)|}) Special(page);")]
    [InlineData("if ({|SB1001:IsDeviceAt(ref page)|}) Special(page);")]
    [InlineData("if (page.ErrorCode == 0) { if ({|SB1001:page.IsZoneDevice|}) Special(page); }")]
    [InlineData("if ({|SB1001:page.IsZoneDevice|}) { done.TrySetResult(1); return; } Special(page);")]
    [InlineData("switch ({|SB1001:page.Kind|}) { case PageKind.Device: Special(page); break; }")]
    public Task Triggers(string body) => Verify.Findings(InHotMember(body));

    [Theory]
    [InlineData("if (Interlocked.Decrement(ref page.Count) == 0) Special(page);")]
    [InlineData("if (page.IsZoneDevice) throw new InvalidOperationException();")]
    [InlineData("if (Interlocked.Decrement(ref page.Count) == 0) { if (page.IsZoneDevice) Special(page); }")]
    [InlineData("if (Interlocked.Decrement(ref page.Count) != 0) return; if (page.IsZoneDevice) Special(page);")]
    [InlineData("if (Interlocked.Decrement(ref page.Count) == 0 && page.IsZoneDevice) Special(page);")]
    [InlineData("while (page.Count > 3) Special(page);")]
    [InlineData("Special(page.Next ?? new Page());")]
    [InlineData("if (Volatile.Read(ref page.Count) == 1) Special(page);")]
    [InlineData("if (Interlocked.Exchange(ref page.Disposed, 1) != 0) Special(page);")]
    [InlineData("if (page.Name != null) Special(page);")]
    [InlineData("if (page.HasRoom) Special(page);")]
    [InlineData("if (page.IsOfCommonSize) Special(page);")]
    [InlineData("ref Page link = ref page; if (IsEnd(ref link)) Special(page);")]
    [InlineData("if (page.ErrorCode != 0) { if (page.IsZoneDevice) Special(page); }")]
    [InlineData("if (page.Failure is not null) { if (page.IsZoneDevice) Special(page); }")]
    [InlineData("if (page.IsZoneDevice) { done.TrySetException(new InvalidOperationException()); return; } Special(page);")]
    public Task DoesNotTrigger(string body) => Verify.Findings(InHotMember(body));

    static string InHotMember(string body) => $$"""
        using System;
        using System.Runtime.CompilerServices;
        using System.Threading;
        using System.Threading.Tasks;
        using StaticBranch;

        [Flags] enum PageKind { Normal, Device = 4 }
        class Map { public void Release() { } }
        class DevicePage : Page { }
        class Page
        {
            public int Count, Flags, ErrorCode, Disposed;
            public bool IsOld;
            public Exception Failure;
            public PageKind Kind;
            public bool IsZoneDevice => (Flags & 4) != 0;
            public Map Map;
            public Page Next, Owner;
            public string Name;
            public bool IsOfCommonSize => Count == 1;
            public bool HasRoom => Count <= 16;
            public bool IsKept => Count <= 16 && (Flags & 8) != 0;
        }
        static class Memory
        {
            static void Special(Page page) { }
            static void Use(int n) { }
            static readonly TaskCompletionSource<int> done = new();
            static bool IsDevice(Page page) => page.IsZoneDevice;
            static bool IsDeviceAt(ref Page page) => page.IsZoneDevice;
            static bool IsEnd(ref Page page) => Unsafe.IsNullRef(ref page);
            [HotPath] static void Put(Page page) { Use(0); {{body}} }
        }
        """;
}
