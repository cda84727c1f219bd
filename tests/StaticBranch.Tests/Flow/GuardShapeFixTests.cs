using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using StaticBranch.SpecialCases;

namespace StaticBranch.Tests.Flow;

/// <summary>Whatever the shape, a guard that is added leaves code that compiles, that says the same, and in which nothing is left to find.</summary>
public class GuardShapeFixTests
{
    // A loop that only the flag ends would not end while the flag is on.
    public static TheoryData<string> Shapes => [.. GuardShapes.NotGuarded.Concat(More).Select(shape => shape.Replace("{|", "").Replace("|}", "").Replace("while (number > 1)", "while (number-- > 1)"))];

    // Where a test can stand, beside what guards can do about it.
    static readonly string[] More =
    [
        "if (!TEST) return; ARM;",
        "if (number > 1 && TEST) ARM;",
        "if (number > 1 && !TEST) ARM;",
        "if (number > 1 || TEST) ARM;",
        "if (number > 1 || !TEST) ARM;",
        "if (TEST && number > 1) ARM; else Use(4);",
        "if (!(number > 1 && TEST)) ARM;",
        "if (!(TEST || number > 1)) ARM;",
        "if (Next() > 1 && TEST) ARM;",
        "if (Next() > 1 || !TEST) ARM;",
        "if ((TEST)) ARM;",
        "if (TEST == true) ARM;",
        "if (TEST is false) ARM;",
        "Use(TEST ? number : -number);",
        "Use(number + (TEST ? 1 : 2));",
        "int n = !TEST ? 1 : 2; Use(n);",
        "while (TEST && number-- > 0) ARM;",
        "do ARM; while (TEST && number-- > 0);",
        "for (int i = 0; TEST && i < 3; i++) ARM;",
        "bool special = TEST; if (special) ARM;",
        "bool common = !TEST; if (common) Use(2); else ARM;",
        "var special = TEST && number > 1; if (special) ARM;",
        "if (page.Kind == Kind.Device) ARM;",
        "if (page.Kind != Kind.Device) return; ARM;",
        "if ((page.Flags & 4) != 0) ARM;",
        "if ((page.Flags & 4) == 0 || number > 1) Use(3); else ARM;",
        "Use(1); if (page is DevicePage) ARM;",
        "Use(1); if (page is DevicePage device) Use(device.Device);",
        "Use(1); if (!(page is DevicePage device)) return; Use(device.Device);",
        "if (number > 1 || !(page is DevicePage device)) return; Use(device.Device);",
        "if (number > 1 && page is DevicePage device) Use(device.Device); else Use(5);",
        "switch (page.Kind) { case Kind.Device: ARM; break; case Kind.Huge: Use(7); break; default: Use(8); break; }",
        "switch (page.Kind) { case Kind.Device: case Kind.Huge: ARM; break; }",
        "Use(page.Kind switch { Kind.Device => 1, Kind.Huge => 2, _ => 3 });",
        "if (page.Map != null) ARM;",
        "if (page.Map is null) { Use(9); return; } ARM;",
        "if (page.Map == null || page.Map.Size == 0) return; ARM;",
        "Use(8); page.Map?.Release();",
        "if (number > 1) page.Map?.Release(); else Use(9);",
        "int? size = page.Map?.Size; Use(size ?? -1);",
        "Use(page.Map?.Size ?? -1);",
        "if (page.Map?.Size > 1) ARM;",
        "if (page.Map?.Size != 1) ARM;",
        "if (page.Map?.IsOpen ?? true) ARM;",
        "if (page.Map?.IsOpen == true && number > 1) ARM;",
        "Use((page.Map ?? Map.Common).Size);",
        "try { if (TEST) ARM; } finally { Use(1); }",
        "lock (page) if (TEST) ARM;",
        "if (number > 1) if (TEST) ARM; else Use(2);",
        "if (TEST) { if (number > 1) ARM; } else if (page.Kind == Kind.Huge) Use(11);",
    ];

    // What a special case selects, where it can go elsewhere.
    public static TheoryData<string> Arms =>
    [
        "if (TEST) { page.Count++; ARM; }",
        "if (TEST && number > 1) { Use(number); /* twice */ Use(number); }",
        "if (TEST) { int m = number; m++; Use(m); return; } Use(1);",
        "if (!TEST) Use(1); else { Use(2); Use(number); }",
        "foreach (int n in numbers) { if (TEST) { Use(n); Use(2); continue; } Use(n); }",
        "int before = number; if (TEST) { Use(before); foreach (int n in numbers) { if (n > 1) break; Use(n); } }",
        "if (TEST) for (int i = 0; i < 3; i++) Use(i);",
        "if (TEST) { Action use = () => Use(3); use(); }",
    ];

    [Theory, MemberData(nameof(Shapes))]
    public Task Keeps_what_the_code_does(string shape) => KeepsAsync(shape, FixAll.FirstRemedy);

    [Theory, MemberData(nameof(Arms))]
    public async Task Keeps_what_a_cold_method_does(string shape) => Assert.Contains("NoInlining", await KeepsAsync(shape, "Guard:cold"));

    static async Task<string> KeepsAsync(string shape, string key)
    {
        var before = Mending.Project(LanguageVersion.Preview, ("Memory.cs", Source(shape)));
        Assert.Empty(await Mending.ErrorsAsync(before));
        Assert.NotEmpty(await Mending.FindingsAsync(before, "SB1001"));

        var after = await Mending.FixAllAsync(before, new SpecialCaseMustBeGuardedFixer(), key);

        string text = await Mending.TextAsync(after, "Memory.cs");
        Assert.Empty(await Mending.ErrorsAsync(after));
        Assert.True((await Mending.FindingsAsync(after)).IsEmpty, text[text.IndexOf("[HotPath]", StringComparison.Ordinal)..]);
        Assert.Equal(await OutputAsync(before), await OutputAsync(after));
        return text;
    }

    static async Task<string> OutputAsync(Project project)
    {
        var stream = new MemoryStream();
        Assert.True((await project.GetCompilationAsync(TestContext.Current.CancellationToken))!.Emit(stream, cancellationToken: TestContext.Current.CancellationToken).Success);
        stream.Position = 0;
        var context = new AssemblyLoadContext(null, isCollectible: true);
        try
        {
            return (string)context.LoadFromStream(stream).GetType("Memory")!.GetMethod("Trace", BindingFlags.Static | BindingFlags.Public)!.Invoke(null, null)!;
        }
        finally
        {
            context.Unload();
        }
    }

    static string Source(string shape) => $$"""
        using System;
        using System.Text;
        using StaticBranch;

        enum Kind { Normal, Device, Huge }
        static class FeatureFlags
        {
            public static bool DevicePages { get; } = !AppContext.TryGetSwitch("DevicePages", out bool on) || on;
        }
        class Map
        {
            public static readonly Map Common = new Map { Size = 100 };
            public int Size;
            public bool IsOpen => Size > 1;
            public void Release() => Memory.Log.Append("release ");
        }
        class DevicePage : Page { public int Device = 42; }
        class Page
        {
            public int Count, Flags;
            public Kind Kind;
            public Map Map;
            public bool IsZoneDevice => (Flags & 4) != 0;
        }
        static class Memory
        {
            public static readonly StringBuilder Log = new StringBuilder();
            static int next;
            static int Next() { Log.Append("next "); return next++ % 3; }
            static void Special(Page page) => Log.Append("special ");
            static void Use(int n) => Log.Append(n).Append(' ');
            static void Change(ref bool on) => on = !on;
            static void Get(out bool on) => on = true;
            static bool MutableOff(ref int n) => n-- > 0;
            static bool HelperUnguarded(Page page) => FeatureFlags.DevicePages || page.Count > 2;

            public static string Trace()
            {
                foreach (int number in new[] { -2, 0, 2 })
                foreach (int bits in new[] { 0, 4 })
                foreach (var kind in new[] { Kind.Normal, Kind.Device, Kind.Huge })
                foreach (var map in new[] { null, new Map { Size = 1 }, new Map { Size = 2 } })
                foreach (var page in new[] { new Page(), new DevicePage() })
                {
                    (page.Flags, page.Kind, page.Map) = (bits, kind, map);
                    Put(page, number, new[] { 1, 2 });
                    Log.AppendLine();
                }
                return Log.ToString();
            }

            [HotPath] static void Put(Page page, int number, int[] numbers) { {{shape.Replace("TEST", "page.IsZoneDevice").Replace("ARM", "Special(page)").Replace("FLAG", "FeatureFlags.DevicePages")}} }
        }
        """;
}
