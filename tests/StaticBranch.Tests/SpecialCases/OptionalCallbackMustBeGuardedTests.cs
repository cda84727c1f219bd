using Verify = StaticBranch.Tests.Verify<StaticBranch.HotPathAnalyzer, Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;

namespace StaticBranch.Tests.SpecialCases;

public class OptionalCallbackMustBeGuardedTests
{
    [Theory]
    [InlineData("{|SB1004:Freed|}?.Invoke(page);")]
    [InlineData("if ({|SB1004:Freed != null|}) Freed(page);")]
    [InlineData("if ({|SB1004:Freed is not null|}) Freed(page);")]
    [InlineData("if ({|SB1004:Freed is { } freed|}) freed(page);")]
    [InlineData("if ({|SB1004:Freed == null|}) return; Freed(page);")]
    [InlineData("var freed = Freed; {|SB1004:freed|}?.Invoke(page);")]
    [InlineData("{|SB1004:Changed|}?.Invoke(this, EventArgs.Empty);")]
    [InlineData("{|SB1004:Static|}?.Invoke(page);")]
    [InlineData("{|SB1004:Property|}?.Invoke(page);")]
    [InlineData("{|SB1004:page.Callback|}?.Invoke(page);")]
    [InlineData("if (page.Count > 3 && {|SB1004:Freed != null|}) Freed(page);")]
    public Task Triggers(string body) => Verify.Findings(InHotMember(body));

    [Theory]
    [InlineData("Fixed?.Invoke(page);")]
    [InlineData("if (Interlocked.Decrement(ref page.Count) == 0) Freed?.Invoke(page);")]
    [InlineData("if (Freed == null) throw new InvalidOperationException();")]
    [InlineData("var freed = Interlocked.Exchange(ref Freed, null); freed?.Invoke(page);")]
    [InlineData("var freed = Freed; Freed = null; if (freed != null) freed(page);")]
    [InlineData("if (Static == null) Static = new Action<Page>(Drop); Static(page);")]
    public Task DoesNotTrigger(string body) => Verify.Findings(InHotMember(body));

    static string InHotMember(string body) => $$"""
        using System;
        using System.Threading;
        using StaticBranch;

        class Page { public int Count; public Action<Page> Callback; }
        class Memory
        {
            public Action<Page> Freed;
            public event EventHandler Changed;
            public static Action<Page> Static;
            public static readonly Action<Page> Fixed;
            public Action<Page> Property { get; set; }
            static void Use(int n) { }
            static void Drop(Page page) { }
            [HotPath] void Put(Page page) { Use(0); {{body}} }
        }
        """;
}
