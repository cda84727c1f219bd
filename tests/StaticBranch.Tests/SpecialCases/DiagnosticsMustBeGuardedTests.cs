using Verify = StaticBranch.Tests.Verify<StaticBranch.HotPathAnalyzer, Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;

namespace StaticBranch.Tests.SpecialCases;

public class DiagnosticsMustBeGuardedTests
{
    [Theory]
    [InlineData("if ({|SB1005:Events.Log.IsEnabled()|}) Special(page);")]
    [InlineData("if ({|SB1005:Events.Log.IsEnabled(EventLevel.Verbose, EventKeywords.All)|}) Special(page);")]
    [InlineData("var log = Events.Log; if ({|SB1005:log.IsEnabled()|}) Special(page);")]
    [InlineData("if (!{|SB1005:Events.Log.IsEnabled()|}) return; Special(page);")]
    [InlineData("if ({|SB1005:tracer.IsEnabled(\"put\")|}) Special(page);")]
    [InlineData("if ({|SB1005:tracer.IsDebugEnabled|}) Special(page);")]
    [InlineData("if ({|SB1005:logger.IsEnabled(LogLevel.Debug)|}) Special(page);")]
    [InlineData("if ({|SB1005:typed.IsEnabled(LogLevel.Debug)|}) Special(page);")]
    [InlineData("if ({|SB1005:source.HasListeners()|}) Special(page);")]
    [InlineData("if ({|SB1005:Activity.Current != null|}) Special(page);")]
    [InlineData("if ({|SB1005:Activity.Current is { } activity|}) Special(page);")]
    [InlineData("{|SB1005:Activity.Current|}?.AddTag(\"page\", page);")]
    [InlineData("if ({|SB1005:counter.Enabled|}) Special(page);")]
    [InlineData("if ({|SB1005:listener.IsEnabled(\"put\")|}) Special(page);")]
    [InlineData("if ({|SB1005:diagnostics.IsEnabled(\"put\")|}) Special(page);")]
    [InlineData("if ({|SB1005:Debugger.IsAttached|}) Special(page);")]
    [InlineData("if ({|SB1005:Events.Log.PutIsEnabled()|}) { if (page.IsZoneDevice) Special(page); }")]
    [InlineData("if ({|SB1005:trace.Switch.ShouldTrace(TraceEventType.Verbose)|}) Special(page);")]
    [InlineData("if ({|SB1005:PutTrace.IsEnabled(3)|}) Special(page);")]
    [InlineData("if ({|SB1005:Announcements.PageFreedIsEnabled()|}) { if (page.IsZoneDevice) Special(page); }")]
    public Task Triggers(string body) => Verify.Findings(InHotMember(body));

    [Theory]
    [InlineData("if (Events.IsOn && Events.Log.IsEnabled()) Special(page);")]
    [InlineData("if (Interlocked.Decrement(ref page.Count) == 0 && Events.Log.IsEnabled()) Special(page);")]
    [InlineData("Debug.Assert(!Debugger.IsAttached);")]
    [InlineData("if (plugin.IsEnabled(\"put\")) Special(page);")]
    [InlineData("if (Announcements.PoolingIsEnabled()) Special(page);")]
    [InlineData("if (Announcements.SizeIsEnabled()) Special(page);")]
    public Task DoesNotTrigger(string body) => Verify.Findings(InHotMember(body));

    /// <summary>A listener of any house, known by what hangs on its answer: it is told in words.</summary>
    [Theory]
    [InlineData("if ({|SB1005:plugin.IsEnabled(\"put\")|}) plugin.Tell(\"put\", \"count \" + page.Count);")]
    [InlineData("if ({|SB1005:plugin.IsEnabled(\"put\")|}) { if (page.IsZoneDevice) plugin.Tell(\"put\", $\"count {page.Count}\"); }")]
    [InlineData("if ({|SB1005:plugin.AllEnabled|}) plugin.Tell(\"put\", $\"count {page.Count}\");")]
    [InlineData("var local = plugin; if ({|SB1005:local.IsEnabled(\"put\")|}) local.Tell(\"put\", $\"count {page.Count}\");")]
    public Task Triggers_where_the_asked_is_told(string body) => Verify.Findings(InHotMember(body));

    [Theory]
    [InlineData("if (plugin.IsEnabled(\"put\")) plugin.Tell(\"put\", \"now\");")]
    [InlineData("if (plugin.IsEnabled(\"put\")) other.Tell(\"put\", $\"count {page.Count}\");")]
    [InlineData("if (plugin.IsEnabled(\"put\")) Use(plugin.Ask($\"count {page.Count}\"));")]
    [InlineData("if (plugin.IsKnown(\"put\")) plugin.Tell(\"put\", $\"count {page.Count}\");")]
    public Task DoesNotTrigger_where_the_asked_is_told_nothing(string body) => Verify.Findings(InHotMember(body));

    /// <summary>A condition on which nothing hangs but what is counted or reported.</summary>
    [Theory]
    [InlineData("if ({|SB1005:page.Count > 3|}) Interlocked.Increment(ref large);")]
    [InlineData("if ({|SB1005:page.Count > 3|}) large++; else small++;")]
    [InlineData("int size = page.Count; if ({|SB1005:size > 3|}) { _ = Interlocked.Increment(ref large); large += size; }")]
    [InlineData("switch ({|SB1005:page.Count|}) { case 1: ++small; break; case 2: ++large; break; default: throw new InvalidOperationException(); }")]
    [InlineData("if ({|SB1005:page.Count > 3|}) ReportLarge(page);")]
    [InlineData("if (page.Count > 3) { large++; Special(page); }")]
    [InlineData("if (page.Count > 3) limited++;")]
    [InlineData("if (page.Count == 0) page.RefCount++;")]
    [InlineData("if (page.Count == 0) small--; page.Count--;")]
    [InlineData("while (page.Count > 3) { if (page.Count > 5) break; Special(page); }")]
    [InlineData("switch (page.Count) { case 1: break; case 2: break; }")]
    public Task Triggers_on_statistics(string body) => Verify.Findings(InHotMember(body));

    static string InHotMember(string body) => $$"""
        using System;
        using System.Diagnostics;
        using System.Diagnostics.Metrics;
        using System.Diagnostics.Tracing;
        using System.Threading;
        using Microsoft.Extensions.Logging;
        using StaticBranch;

        namespace Microsoft.Extensions.Logging
        {
            enum LogLevel { Debug }
            interface ILogger { bool IsEnabled(LogLevel level); }
            interface ILogger<T> : ILogger { }
        }
        sealed class Events : EventSource
        {
            public static readonly bool IsOn = AppContext.TryGetSwitch("Events", out bool on) && on;
            public static readonly Events Log = new();
            public bool PutIsEnabled() => IsEnabled(EventLevel.Verbose, EventKeywords.All);
        }
        class QueueTracer { public bool IsEnabled(string name) => name.Length > 3; int level; public bool IsDebugEnabled => level > 3; }
        static class PutTrace { public static int Level; public static bool IsEnabled(int level) => level > Level; }
        static class Announcements
        {
            public static int Level;
            public static bool PageFreedIsEnabled() => Level > 3;
            public static void PageFreed(Page page) { }
            public static bool PoolingIsEnabled() => Level > 3;
            public static bool SizeIsEnabled() => Level > 3;
            public static int Size() => Level;
        }
        class Plugin
        {
            int enabled;
            public bool AllEnabled => enabled > 3;
            public bool IsEnabled(string name) => name.Length > 3;
            public bool IsKnown(string name) => name.Length > 3;
            public void Tell(string name, string text) { }
            public int Ask(string text) => text.Length;
        }
        class Page { public int Count, RefCount; public bool IsZoneDevice => (Count & 4) != 0; }
        class Memory
        {
            int small, large, limited;
            bool IsLimited => limited > 3;
            void ReportLarge(Page page) { }
            readonly ILogger logger;
            readonly ILogger<Memory> typed;
            readonly ActivitySource source = new("memory");
            readonly Counter<int> counter;
            readonly DiagnosticListener listener = new("memory");
            readonly DiagnosticSource diagnostics;
            readonly TraceSource trace = new("memory");
            readonly Plugin plugin = new(), other = new();
            readonly QueueTracer tracer = new();
            static void Special(Page page) { }
            static void Use(int n) { }
            [HotPath] void Put(Page page) { Use(0); {{body}} }
        }
        """;
}
