using Microsoft.CodeAnalysis;
using StaticBranch.Tool.Verification;

namespace StaticBranch.Tool.Tests.Verification;

public sealed class VerifierTests
{
    // Each hot member is called M; what stands before its semicolon is its body.
    const string Frame = """
        namespace StaticBranch { [AttributeUsage(AttributeTargets.All)] sealed class HotPathAttribute : Attribute { } }
        namespace Sample
        {
            static class Flags
            {
                [System.Diagnostics.CodeAnalysis.FeatureSwitchDefinition("Sample.On")] public static bool On { get; } = AppContext.TryGetSwitch("Sample.On", out bool on) && on;
                public static readonly bool Field = AppContext.TryGetSwitch("Sample.Field", out bool on) && on;
                public static readonly bool Disabled = AppContext.TryGetSwitch("Sample.Disabled", out bool off) && off;
                public static bool ReadEachTime => AppContext.TryGetSwitch("Sample.Each", out bool on) && on;
                public static bool Derived => On && !Disabled;
            }
            static class Mutable { public static bool On; }
            static class Unswitched { public static readonly bool On = Environment.GetEnvironmentVariable("SAMPLE_ON") == "1"; }
            static class Deaf { [System.Diagnostics.CodeAnalysis.FeatureSwitchDefinition("Sample.Deaf")] public static bool On { get; } = Environment.ProcessorCount == 0; }
            static class Literal { public static bool On => false; }
            interface IKey { static abstract bool On { get; } }
            struct NoKey : IKey { public static bool On => true; }
            struct SwitchedKey : IKey { public static bool On => Flags.On; }
            interface IKind { static abstract void Slow(Page page); }
            struct Kind : IKind { public static void Slow(Page page) => Pages.Slow(page); }
            sealed class Page { public int Count = 1; public bool Special; public bool IsSpecial => Flags.On && Special; }
            static partial class Pages
            {
                [MethodImpl(MethodImplOptions.NoInlining)] public static void Slow(Page page) => page.Special = false;
                public static void Free(Page page) => page.Count = -1;
            }
        """;

    [Theory]
    [InlineData("static void M(Page p) { if (Flags.On && p.Special) Slow(p); else p.Count--; }", nameof(Outcome.Folded))]
    [InlineData("static void M(Page p) { if (Flags.Field && p.Special) Slow(p); else p.Count--; }", nameof(Outcome.Folded))]
    [InlineData("static void M(Page p) { if (!Flags.Disabled && p.Special) Slow(p); else p.Count--; }", nameof(Outcome.Folded))]
    [InlineData("static void M(Page p) { if (p.IsSpecial) Slow(p); else p.Count--; }", nameof(Outcome.Folded))]
    [InlineData("static void M(Page p) { if (Unswitched.On && p.Special) Slow(p); else p.Count--; }", nameof(Outcome.Folded), "compiled only as it is: off")]
    [InlineData("static void M<T>(Page p, T x) { if (Flags.On && p.Special) Console.WriteLine(x); else p.Count--; }", nameof(Outcome.Folded))]
    [InlineData("static void M<T>(Page p) where T : struct, IKind { if (Flags.On && p.Special) T.Slow(p); else p.Count--; }", nameof(Outcome.Folded))]
    [InlineData("static void M<T>(Page p) where T : struct, IKey { if (T.On && p.Special) Slow(p); else p.Count--; }", nameof(Outcome.Folded))]
    [InlineData("static void M(Page p) { if (Mutable.On && p.Special) Slow(p); else p.Count--; }", nameof(Outcome.NotFolded), "with the flag off the code has 2 conditional jumps and")]
    [InlineData("static void M(Page p) { if (Flags.ReadEachTime && p.Special) Slow(p); else p.Count--; }", nameof(Outcome.NotFolded))]
    [InlineData("static void M(Page p) { if (p.Special && Flags.On) Slow(p); else p.Count--; }", nameof(Outcome.NotFolded), "tested after something else")]
    [InlineData("static void M(Page p) { if (p.Count > 3) { if (Flags.On) Slow(p); } else p.Count--; }", nameof(Outcome.NotFolded))]
    [InlineData("static void M(Page p) { if (Flags.On) { } p.Count--; }", nameof(Outcome.NotJudged), "guards nothing")]
    [InlineData("static void M(Page p) { if (Deaf.On && p.Special) Slow(p); else p.Count--; }", nameof(Outcome.NotJudged), "the switch 'Sample.Deaf' does not decide P:Sample.Deaf.On: it is False either way")]
    [InlineData("[MethodImpl(MethodImplOptions.NoOptimization)] static void M(Page p) { if (Flags.On && p.Special) Slow(p); else p.Count--; }", nameof(Outcome.NotJudged), "was never optimised: MinOpts")]
    public async Task A_guard_gets_its_verdict(string member, string expected, string reason = "")
    {
        Verdict verdict = Assert.Single(await VerifyAsync(member));

        Assert.Equal(expected, verdict.Outcome.ToString());
        Assert.Contains(reason, verdict.Reason ?? "");
    }

    [Fact]
    public async Task Each_flag_of_a_member_is_judged_alone() =>
        Assert.Equal(
            [("P:Sample.Flags.On", Outcome.Folded), ("F:Sample.Mutable.On", Outcome.NotFolded)],
            (await VerifyAsync("static void M(Page p) { if (Flags.On && p.Special) Slow(p); if (Mutable.On) Free(p); else p.Count--; }")).Select(verdict => (verdict.Flag!, verdict.Outcome)));

    [Fact]
    public async Task The_first_flag_of_a_class_makes_the_others_ready() =>
        Assert.All(
            await VerifyAsync("static void M(Page p) { if (Flags.On && p.Special) Slow(p); else if (Flags.Field && p.Count > 3) Slow(p); else p.Count--; }"),
            verdict => Assert.Equal(Outcome.Folded, verdict.Outcome));

    [Fact]
    public async Task Overloads_are_told_apart()
    {
        Verdict[] verdicts = await VerifyAsync("""
            static void M(Page p) { if (Flags.On && p.Special) Slow(p); else p.Count--; }
                [StaticBranch.HotPath] static void M(ref int x, int[] y, List<int> z, Page p) { if (Mutable.On) Slow(p); else p.Count--; }
            """);

        Assert.Equal([Outcome.Folded, Outcome.NotFolded], verdicts.OrderBy(verdict => verdict.Member).Select(verdict => verdict.Outcome));
    }

    [Theory]
    [InlineData("static IEnumerable<int> M(Page p) { if (Flags.On && p.Special) Slow(p); yield return 1; }")]
    [InlineData("static async Task M(Page p) { if (Flags.On && p.Special) Slow(p); await Task.Yield(); }")]
    [InlineData("static Action M(Page p) => () => { if (Flags.On && p.Special) Slow(p); };")]
    public async Task Code_that_the_compiler_moved_belongs_to_its_member(string member) => Assert.StartsWith("M:Sample.Pages.M", Assert.Single(await VerifyAsync(member)).Member);

    [Fact]
    public async Task Inlining_into_callers_is_seen()
    {
        Verdict verdict = Assert.Single(await VerifyAsync("""
            [MethodImpl(MethodImplOptions.AggressiveInlining)] static void M(Page p) { if (Flags.On && p.Special) Slow(p); else p.Count--; }
                static void Calls(Page p) => M(p);
            """));

        Assert.Equal(new Inlining(Inlined: 1, Callers: 1), verdict.Inlining);
    }

    [Fact]
    public async Task A_caller_that_cannot_be_compiled_is_left_out()
    {
        Verdict verdict = Assert.Single(await VerifyAsync("""
            static void M(Page p) { if (Flags.On && p.Special) Slow(p); else p.Count--; }
                static void Calls<T>(Page p) where T : IDisposable => M(p);
            """));

        Assert.Equal((Outcome.Folded, null), (verdict.Outcome, verdict.Inlining));
    }

    [Fact]
    public async Task The_line_is_that_of_the_test() =>
        Assert.Equal(2 + Frame.Split('\n').Length + 3, Assert.Single(await VerifyAsync("static void M(Page p)\n{\n    p.Count--;\n    if (Mutable.On) Slow(p);\n}")).Where?.Line);

    [Fact]
    public async Task An_unoptimised_assembly_is_not_judged() =>
        Assert.Contains("was never optimised", Assert.Single(await VerifyAsync("static void M(Page p) { if (Flags.On && p.Special) Slow(p); else p.Count--; }", OptimizationLevel.Debug)).Reason);

    [Fact]
    public async Task A_runtime_that_is_not_installed_is_said() =>
        Assert.Contains("the child process ended", Assert.Single(await VerifyAsync("static void M(Page p) { if (Flags.On && p.Special) Slow(p); }", runtime: "1.0.0")).Reason);

    [Theory]
    [InlineData("static void M(Page p) { if (Flags.On) Slow(p); } [StaticBranch.HotPath] static void N(Page p) { if (Mutable.On) Slow(p); }", "Flags.On Mutable.On")]
    [InlineData("static void M(Page p) { if (Flags.On) Slow(p); if (Mutable.On) Free(p); }", "Flags.On|Mutable.On")]
    [InlineData("static void M(Page p) { if (Flags.On) Slow(p); N(p); } [StaticBranch.HotPath] static void N(Page p) { if (Mutable.On) Slow(p); }", "Flags.On|Mutable.On")]
    [InlineData("static void M<T>(Page p) where T : struct, IKind { if (Mutable.On) Slow(p); T.Slow(p); } [StaticBranch.HotPath] static void N(Page p) { if (Flags.On) Slow(p); } struct Other : IKind { static void IKind.Slow(Page p) => N(p); }", "Mutable.On|Flags.On")]
    public void Flags_that_no_member_sees_together_are_compiled_together(string members, string expected)
    {
        using TestAssembly assembly = new(Source(members));
        using AssemblyImage image = AssemblyImage.Open(assembly.Path, []);

        IEnumerable<Batch> batches = Batch.Of([.. image.MarkedMembers().SelectMany(image.Subjects)], image.FlagsWithin);

        Assert.Equal(expected, string.Join('|', batches.Select(batch => string.Join(' ', batch.Flags.Select(flag => flag.Id[9..])))));
    }

    [Fact]
    public async Task A_flag_that_cannot_be_compiled_does_not_stop_the_others()
    {
        Verdict[] verdicts = await VerifyAsync("""
            static void M(Page p) { if (Flags.On && p.Special) Slow(p); else p.Count--; }
                [StaticBranch.HotPath] static void N(Page p) { if (Broken.On && p.Special) Slow(p); else p.Count--; }
                static class Broken { public static readonly bool On = bool.Parse("maybe"); }
            """);

        Assert.Equal([Outcome.Folded, Outcome.NotJudged], verdicts.OrderBy(verdict => verdict.Member).Select(verdict => verdict.Outcome));
    }

    [Fact]
    public void A_copy_differs_only_in_the_tests_of_the_flag()
    {
        using TestAssembly assembly = new(Source("static void M(Page p) { if (Flags.On && p.Special) Slow(p); else p.Count--; }"));
        using AssemblyImage image = AssemblyImage.Open(assembly.Path, []);
        Flag flag = Assert.Single(image.Subjects(Assert.Single(image.MarkedMembers()))).Reads[0].Flag;

        byte[] original = File.ReadAllBytes(assembly.Path), off = image.With(Set(false)), on = image.With(Set(true));

        // The member, the helper property, the derived flag and the key: a call is five bytes each.
        Assert.Equal(4, off.Zip(on).Count(pair => pair.First != pair.Second));
        Assert.InRange(original.Zip(off).Count(pair => pair.First != pair.Second), 4, 20);

        Dictionary<Flag, bool> Set(bool value) => new() { [flag] = value };
    }

    static async Task<Verdict[]> VerifyAsync(string member, OptimizationLevel optimization = OptimizationLevel.Release, string? runtime = null)
    {
        using TestAssembly assembly = new(Source(member), optimization);
        using AssemblyImage image = AssemblyImage.Open(assembly.Path, []);
        return [.. await new Verifier(image, new JitCompiler(Path.GetDirectoryName(assembly.Path)!, runtime)).VerifyAsync(image.MarkedMembers(), TestContext.Current.CancellationToken)];
    }

    static string Source(string member) => $"{Frame}\n    static partial class Pages {{ [StaticBranch.HotPath] {member} }} }}";
}
