using Verify = StaticBranch.Tests.Verify<StaticBranch.HotPathAnalyzer, Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;

namespace StaticBranch.Tests.Flow;

public class GuardTests
{
    public static TheoryData<string> Guarded => [.. GuardShapes.Guarded];
    public static TheoryData<string> NotGuarded => [.. GuardShapes.NotGuarded];

    /// <summary>A member of each kind around each shape.</summary>
    public static IEnumerable<string> Sources =>
        GuardShapes.Guarded.Concat(GuardShapes.NotGuarded).Select(shape => Source(shape.Replace("{|TEST|}", "TEST"), "Flags.DevicePages", "Flags.Other"));

    [Theory, MemberData(nameof(Guarded))]
    public Task Is_silent_where_a_flag_takes_the_test_away(string shape) => Verify.Findings(Source(shape, "Flags.DevicePages", "Flags.Other"));

    [Theory, MemberData(nameof(NotGuarded))]
    public Task Speaks_where_the_test_stays(string shape) => Verify.Findings(Source(shape, "Flags.DevicePages", "Flags.Other"));

    // One test of each kind that a guard can take away.
    static readonly (string Id, string Test)[] Tests =
    [
        ("SB1001", "page.IsZoneDevice"),
        ("SB1003", "page.Options.Poisons"),
        ("SB1004", "page.Freed != null"),
        ("SB1005", "Events.Log.IsEnabled()"),
    ];

    /// <summary>Each way to define a flag that folds.</summary>
    [Theory]
    [InlineData("Flags.Constant")]
    [InlineData("Flags.ReadOnly")]
    [InlineData("Flags.DevicePages")]
    [InlineData("Flags.Body")]
    [InlineData("Flags.BodyOfBody")]
    [InlineData("Flags.BodyOfBodyOfBody")]
    [InlineData("Flags.Method()")]
    [InlineData("Flags.Negated")]
    [InlineData("System.Runtime.Intrinsics.X86.Avx2.IsSupported")]
    [InlineData("typeof(T) == typeof(int)")]
    [InlineData("T.On")]
    [InlineData("System.OperatingSystem.IsWindows()")]
    [InlineData("Flags.Level == Level.High")]
    [InlineData("!Flags.Disabled")]
    [InlineData("Flags.Disabled == false")]
    [InlineData("Flags.Disabled is false")]
    [InlineData("!Flags.Off")]
    public Task Knows_the_flag(string flag) => Verify.Findings(Source("if ((FLAG) && TEST) ARM;", flag, "false"));

    static string Source(string shape, string flag, string other)
    {
        return $$"""
        using System;
        using System.Threading;
        using StaticBranch;

        enum Level { Low, High }
        static class Flags
        {
            public const bool Constant = false;
            public static readonly bool ReadOnly = AppContext.TryGetSwitch("ReadOnly", out bool on) && on;
            public static bool DevicePages { get; } = AppContext.TryGetSwitch("DevicePages", out bool on) && on;
            public static bool Other { get; } = AppContext.TryGetSwitch("Other", out bool on) && on;
            public static readonly Level Level = Environment.ProcessorCount > 8 ? Level.High : Level.Low;
            public static readonly bool Disabled = AppContext.TryGetSwitch("Disabled", out bool on) && on;
            public static readonly bool Off = AppContext.TryGetSwitch("Off", out bool on) && on;
            public static bool Body => ReadOnly;
            public static bool BodyOfBody => Body;
            public static bool BodyOfBodyOfBody => BodyOfBody;
            public static bool Negated => !ReadOnly;
            public static bool Method() => ReadOnly;
        }
        interface IMode { static abstract bool On { get; } }
        class PageOptions { public bool Poisons; }
        class Page { public int Count; public bool IsZoneDevice => Count < 0; public PageOptions Options; public Action Freed; }
        sealed class Events : System.Diagnostics.Tracing.EventSource { public static readonly Events Log = new(); }
        static class Memory
        {
            static void Special(Page page) { }
            static void Use(int n) { }
            static void Change(ref bool on) => on = !on;
            static void Get(out bool on) => on = true;
            static IDisposable Open() => null;
            static bool MutableOff(ref int n) => n-- > 0;
            static bool IsOn() => Flags.DevicePages;
            static bool IsOff() => !Flags.DevicePages;
            static bool IsOnProperty => Flags.DevicePages;
            static bool Helper(Page page) => Flags.DevicePages && page.IsZoneDevice;
            static bool HelperUnguarded(Page page) => Flags.DevicePages || page.Count > 2;
            static bool HelperWithStatements(Page page) { if (!Flags.DevicePages) return false; return page.IsZoneDevice; }
            {{string.Concat(Tests.Select(test => HotMember(test.Id, test.Test)))}}
        }
        """;

        string HotMember(string id, string test)
        {
            string body = shape.Replace("{|TEST|}", $"({{|{id}:{test}|}})").Replace("TEST", $"({test})").Replace("ARM", "Special(page)").Replace("FLAG", flag).Replace("OTHER", other);
            return $"[HotPath] static void Put{id}<T>(Page page, int number, int[] numbers) where T : struct, IMode {{ {body} }}\n";
        }
    }
}
