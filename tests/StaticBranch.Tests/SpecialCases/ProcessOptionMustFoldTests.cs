using Verify = StaticBranch.Tests.Verify<StaticBranch.HotPathAnalyzer, Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;

namespace StaticBranch.Tests.SpecialCases;

public class ProcessOptionMustFoldTests
{
    /// <summary>Each way to hold an option that never becomes a constant, and what the message says of it.</summary>
    public static TheoryData<string, string> Options => new()
    {
        { "Flags.Mutable", "'Flags.Mutable' is not readonly" },
        { "Flags.Property", "'Flags.Property' has a setter" },
        { "Flags.PrivateSetter", "'Flags.PrivateSetter' has a setter" },
        { "Flags.Volatile", "'Flags.Volatile' is volatile" },
        { "Flags.Held.IsOn", "'Options.IsOn' is held in an object" },
        { "Flags.Held.Fixed", "'Options.Fixed' is held in an object" },
        { "Flags.Cached ?? false", "'Flags.Cached' is not readonly" },
        { "Flags.Cached == true", "'Flags.Cached' is not readonly" },
        { "Flags.Deferred.Value", "a Lazy<T> is asked on each call" },
        { "Flags.Asked", "AppContext is asked on each call" },
        { "Flags.OfMutable", "'Flags.Mutable' is not readonly" },
        { "Flags.Calls()", "'Flags.Mutable' is not readonly" },
        { "Flags.Function()", "a delegate is called" },
        { "Flags.Level == Level.High", "'Flags.Level' is not readonly" },
        { "Flags.Level is Level.High", "'Flags.Level' is not readonly" },
    };

    [Theory, MemberData(nameof(Options))]
    public async Task Says_why_the_option_does_not_fold(string option, string reason)
    {
        var finding = Assert.Single(await AllRules.FindingsIn(AllRules.Compile([InHotMember($"if ({option}) Special(page);")])));
        Assert.Equal("SB1002", finding.Id);
        Assert.Contains($"because {reason};", finding.GetMessage());
    }

    [Theory]
    [InlineData("if ({|SB1002:Flags.Mutable|}) Special(page);")]
    [InlineData("if (!{|SB1002:Flags.Mutable|}) return; Special(page);")]
    [InlineData("Use({|SB1002:Flags.Mutable|} ? 1 : 2);")]
    [InlineData("if (page.Count > 3 && {|SB1002:Flags.Mutable|}) Special(page);")]
    [InlineData("bool on = Flags.Mutable; if ({|SB1002:on|}) Special(page);")]
    [InlineData("bool off = !Flags.Mutable; if ({|SB1002:off|}) return; Special(page);")]
    [InlineData("bool on = Flags.Mutable; if ({|SB1002:on|} && page.IsZoneDevice) Special(page);")]
    [InlineData("if (Flags.ReadOnly) Use(1); if ({|SB1002:Flags.Mutable|}) Special(page);")]
    [InlineData("if ({|SB1002:Flags.Cached|} ?? false) Special(page);")]
    [InlineData("switch ({|SB1002:Flags.Level|}) { case Level.High: Special(page); break; }")]
    [InlineData("if ({|SB1002:PageOptions.Limit <= 0|}) Special(page);")]
    [InlineData("if ({|SB1002:PageOptions.Expiry == TimeSpan.Zero|}) Special(page);")]
    [InlineData("if (Flags.Total <= 0) Special(page);")]
    [InlineData("if ({|SB1002:Flags.Mutable|}) Special(page); if ({|SB1002:Flags.Property|}) Special(page);")]
    [InlineData("if ({|SB1002:Traits<T>.IsTraced|}) Special(page);")]
    [InlineData("if ({|SB1002:Flags.Mutable|} && page.Count < 0) throw new InvalidOperationException();")]
    [InlineData("if (!{|SB1002:Flags.Mutable|}) return; if (page.Count < 0) throw new InvalidOperationException();")]
    public Task Triggers(string body) => Verify.Findings(InHotMember(body));

    [Theory]
    [InlineData("if ({|SB1002:Flags.Mutable|} && page.IsZoneDevice) Special(page);")]
    [InlineData("if ({|SB1002:Flags.Mutable|}) { if (page.IsZoneDevice) Special(page); }")]
    [InlineData("if (!{|SB1002:Flags.Mutable|}) return; if (page.IsZoneDevice) Special(page);")]
    [InlineData("if ({|SB1002:Flags.Mutable|} && page.Freed != null) page.Freed();")]
    public Task Is_silent_on_what_the_option_guards(string body) => Verify.Findings(InHotMember(body));

    [Theory]
    [InlineData("if (Flags.ReadOnly) Special(page);")]
    [InlineData("if (Flags.GetOnly) Special(page);")]
    [InlineData("if (Flags.OfReadOnly && page.Count > 3) Special(page);")]
    [InlineData("if (Flags.ReadOnly && Flags.Mutable) Special(page);")]
    [InlineData("if (Flags.Mutable) throw new InvalidOperationException();")]
    [InlineData("if (Flags.ReadOnly && page.Count < 0) throw new InvalidOperationException();")]
    [InlineData("if (Interlocked.Decrement(ref page.Count) == 0 && Flags.Mutable) Special(page);")]
    [InlineData("if (page.Count > Flags.Limit) Special(page);")]
    [InlineData("if (PerThread) Special(page);")]
    [InlineData("if (Flags.IsMainThread) Special(page);")]
    [InlineData("if (Flags.AnyWaiting) Special(page);")]
    [InlineData("if (Flags.IsBusy) Special(page);")]
    [InlineData("bool waiting = Flags.AnyWaiting; if (waiting) Special(page);")]
    [InlineData("if (Traits<T>.HoldsReferences) Special(page);")]
    [InlineData("if (Traits<T>.IsText) Special(page);")]
    public Task DoesNotTrigger(string body) => Verify.Findings(InHotMember(body));

    static string InHotMember(string body) => $$"""
        using System;
        using System.Collections.Generic;
        using System.Runtime.CompilerServices;
        using System.Threading;
        using StaticBranch;

        enum Level { Low, High }
        class Options { public bool IsOn; public readonly bool Fixed = Environment.ProcessorCount > 8; }
        static class PageOptions { public static int Limit { get; set; } public static TimeSpan Expiry; }
        static class Flags
        {
            public static int Total { get; set; }
            public static bool Mutable;
            public static bool Property { get; set; }
            public static bool PrivateSetter { get; private set; }
            public static volatile bool Volatile;
            public static readonly Options Held = new();
            public static bool? Cached;
            public static readonly Lazy<bool> Deferred = new(() => false);
            public static bool Asked => AppContext.TryGetSwitch("Asked", out bool on) && on;
            public static bool OfMutable => Mutable;
            public static bool Calls() => Mutable;
            public static Func<bool> Function = () => false;
            public static Level Level;
            public static int Limit;
            public static readonly bool ReadOnly = Environment.ProcessorCount > 8;
            public static bool GetOnly { get; } = Environment.ProcessorCount > 8;
            public static bool OfReadOnly => ReadOnly;
            public static bool IsMainThread => Thread.CurrentThread.ManagedThreadId == Limit;
            public static bool AnyWaiting => Waiting.Count > 0;
            public static bool IsBusy { get { lock (Waiting) return Mutable; } }
            static readonly List<Page> Waiting = [];
        }
        static class Traits<T>
        {
            public static readonly bool HoldsReferences = RuntimeHelpers.IsReferenceOrContainsReferences<T>();
            public static readonly bool IsText = typeof(T) == typeof(string);
            public static readonly bool IsTraced = Environment.ProcessorCount > 8;
        }
        class Page { public int Count; public bool IsZoneDevice => Count < 0; public Action Freed; }
        static class Memory
        {
            [ThreadStatic] static bool PerThread;
            static void Special(Page page) { }
            static void Use(int n) { }
            [HotPath] static void Put<T>(Page page) { Use(0); {{body}} }
        }
        """;
}
