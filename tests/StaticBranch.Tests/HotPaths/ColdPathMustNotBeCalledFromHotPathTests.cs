using Verify = StaticBranch.Tests.Verify<StaticBranch.HotPathAnalyzer, Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;

namespace StaticBranch.Tests.HotPaths;

public class ColdPathMustNotBeCalledFromHotPathTests
{
    [Theory]
    [InlineData("{|SB4003:Free(page)|};")]
    [InlineData("Use({|SB4003:Size|});")]
    [InlineData("Use(1); {|SB4003:Free(page)|}; Use(2);")]
    [InlineData("{|SB4003:Free(page)|}; if (page.Count > 3) Use(1);")]
    [InlineData("if (page.Count > 3) Use(1); {|SB4003:Free(page)|};")]
    [InlineData("if ({|SB4003:IsLast(page)|}) Use(1);")]
    [InlineData("if ({|SB4003:IsLast(page)|} && page.Count > 3) Use(1);")]
    [InlineData("lock (page) { {|SB4003:Free(page)|}; }")]
    [InlineData("try { Use(1); } finally { {|SB4003:Free(page)|}; }")]
    [InlineData("do { {|SB4003:Free(page)|}; } while (page.Count > 3);")]
    [InlineData("if (page == null) throw new ArgumentNullException(); {|SB4003:Free(page)|};")]
    [InlineData("if (Interlocked.Decrement(ref page.Count) == 0) Use(1); {|SB4003:Free(page)|};")]
    public Task Triggers(string body) => Verify.Findings(InHotMember(body));

    [Theory]
    [InlineData("if (Interlocked.Decrement(ref page.Count) == 0) Free(page);")]
    [InlineData("if (Interlocked.Decrement(ref page.Count) != 0) return; Free(page);")]
    [InlineData("if (Flags.Devices) Free(page);")]
    [InlineData("if (Flags.Devices && IsLast(page)) Use(1);")]
    [InlineData("if (!Flags.Devices) return; Free(page);")]
    [InlineData("if (page.Count > 3) Free(page);")]
    [InlineData("if (page.Count > 3 && IsLast(page)) Use(1);")]
    [InlineData("if (page.Count > 3) return; Free(page);")]
    [InlineData("if (page == null) { Free(page); throw new ArgumentNullException(); }")]
    [InlineData("try { Use(1); } catch { Free(page); }")]
    [InlineData("Later(() => Free(page));")]
    [InlineData("Later(Drop);")]
    [InlineData("foreach (int n in new int[0]) Free(page);")]
    [InlineData("Debug.Assert(page != null);")]
    public Task DoesNotTrigger(string body) => Verify.Findings(InHotMember(body));

    [Fact]
    public Task Cold_members_may_call_each_other() => Verify.Findings(InHotMember("Use(1);").Replace("static void Drop() { }", "static void Drop() { Free(null); }"));

    static string InHotMember(string body) => $$"""
        using System;
        using System.Diagnostics;
        using System.Threading;
        using StaticBranch;

        static class Flags { public static bool Devices { get; } = AppContext.TryGetSwitch("Devices", out bool on) && on; }
        class Page { public int Count; }
        static class Memory
        {
            [ColdPath("the last reference is gone")] static void Free(Page page) { }
            [ColdPath("the last reference is gone")] static void Drop() { }
            [ColdPath("asked by tests only")] static bool IsLast(Page page) => false;
            [ColdPath("counted anew each time")] static int Size => 3;
            static void Use(int n) { }
            static void Later(Action action) { }
            [HotPath] static void Put(Page page) { {{body}} }
        }
        """;
}
