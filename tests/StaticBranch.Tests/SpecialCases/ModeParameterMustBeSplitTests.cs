using Verify = StaticBranch.Tests.Verify<StaticBranch.HotPathAnalyzer, Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;

namespace StaticBranch.Tests.SpecialCases;

public class ModeParameterMustBeSplitTests
{
    [Theory]
    [InlineData("if ({|SB1006:flush|}) Flush();", "Put(page, true, Mode.Fast);")]
    [InlineData("if ({|SB1006:flush|}) Flush();", "Put(page, true, Mode.Fast); Put(page, false, Mode.Fast);")]
    [InlineData("if (!{|SB1006:flush|}) return; Flush();", "Put(page, flush: true, mode: Mode.Fast);")]
    [InlineData("Use({|SB1006:flush|} ? 1 : 2);", "this.Put(page, default, Mode.Fast);")]
    [InlineData("if ({|SB1006:flush|}) Flush();", "Put(page, Always, Mode.Fast);")]
    [InlineData("if ({|SB1006:mode == Mode.Slow|}) Flush();", "Put(page, false, Mode.Slow); Put(page, false, Mode.Fast);")]
    [InlineData("switch ({|SB1006:mode|}) { case Mode.Slow: Flush(); break; }", "Put(page, false, Mode.Slow);")]
    public Task Triggers(string body, string calls) => Verify.Findings(InHotMember(body, calls));

    [Theory]
    [InlineData("if (flush) Flush();", "Put(page, page.Count > 3, Mode.Fast);")]
    [InlineData("if (flush) Flush();", "Put(page, true, Mode.Fast); Put(page, page.Count > 3, Mode.Fast);")]
    [InlineData("if (flush) Flush();", "")]
    [InlineData("if (flush) throw new InvalidOperationException();", "Put(page, true, Mode.Fast);")]
    [InlineData("flush = page.Count > 3; if (flush) Flush();", "Put(page, true, Mode.Fast);")]
    [InlineData("if (mode == Mode.Slow) Flush();", "Put(page, false, page.Mode);")]
    public Task DoesNotTrigger(string body, string calls) => Verify.Findings(InHotMember(body, calls));

    [Fact]
    public Task Others_may_pass_what_they_like_to_a_public_member() =>
        Verify.Findings(InHotMember("if (flush) Flush();", "Put(page, true, Mode.Fast);").Replace("[HotPath] void", "[HotPath] public void"));

    [Theory]
    [InlineData("public class Memory", "[HotPath] internal void")]
    [InlineData("class Memory", "[HotPath] public void")]
    public Task Callers_of_what_nobody_else_sees_are_known(string type, string member) =>
        Verify.Findings(InHotMember("if ({|SB1006:flush|}) Flush();", "Put(page, true, Mode.Fast);").Replace("public class Memory", type).Replace("[HotPath] void", member));

    [Theory]
    [InlineData("public interface IPuts { void Put(Page page, bool flush, Mode mode); }", "if (flush) Flush();")]
    [InlineData("interface IPuts { void Put(Page page, bool flush, Mode mode); }", "if ({|SB1006:flush|}) Flush();")]
    [InlineData("public interface IPuts { void Put(Page page); }", "if ({|SB1006:flush|}) Flush();")]
    public Task Others_may_pass_what_they_like_through_a_public_interface(string contract, string body) =>
        Verify.Findings(InHotMember(body, "Put(page, true, Mode.Fast);").Replace("public class Memory", $"{contract} class Memory : IPuts").Replace("[HotPath] void Put", "public void Put(Page page) { } [HotPath] public void Put"));

    static string InHotMember(string body, string calls) => $$"""
        using System;
        using StaticBranch;

        public enum Mode { Fast, Slow }
        public class Page { public int Count; public Mode Mode; }
        public class Memory
        {
            const bool Always = true;
            static void Flush() { }
            static void Use(int n) { }
            void Unmap(Page page) { {{calls}} }
            [HotPath] void Put(Page page, bool flush, Mode mode) { Use(0); {{body}} }
        }
        """;
}
