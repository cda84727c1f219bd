using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using StaticBranch.Tool.MachineCode;

namespace StaticBranch.Tool.Tests.MachineCode;

public sealed class JitRunTests
{
    const string Counted = """
        namespace Sample;
        public static class Flags { public static bool On { get; } = AppContext.TryGetSwitch("Sample.On", out bool on) && on; }
        public static class Mutable { public static bool On = AppContext.TryGetSwitch("Sample.On", out bool on) && on; }
        public sealed class Page { public int Count = 1; public bool Special; }
        public static class Pages
        {
            public static bool Raw(Page page) => Interlocked.Decrement(ref page.Count) == 0;
            public static bool Put(Page page) { if (Flags.On && page.Special) return Slow(page); return Interlocked.Decrement(ref page.Count) == 0; }
            public static bool PutMutable(Page page) { if (Mutable.On && page.Special) return Slow(page); return Interlocked.Decrement(ref page.Count) == 0; }
            public static bool CallsBoth(Page page) => Raw(page) || Slow(page);
            [MethodImpl(MethodImplOptions.NoInlining)] static bool Slow(Page page) { Console.WriteLine(page); return true; }
            static readonly Page Shared = new();
            public static void Work() { Raw(Shared); Put(Shared); PutMutable(Shared); }
            public static void Fails() => throw new InvalidOperationException("as it\nshould");
            public static void Hangs() => Thread.Sleep(Timeout.Infinite);
        }
        public static class Holder<T> { public static T? Get<U>(U key, T[] from) => key is int index ? from[index] : default; }
        """;

    [Fact]
    public async Task A_prepared_method_with_its_flag_off_has_the_code_of_the_raw_one()
    {
        JitResult result = await RunAsync(new("") { Initialize = ["Sample.Flags"], Methods = ["Sample.Pages:Put", "Sample.Pages:Raw"] });

        Assert.Equal(result.Listing.Optimised("Sample.Pages:Raw").Instructions, result.Listing.Optimised("Sample.Pages:Put").Instructions);
        Assert.Equal(Tier.FullOpts, result.Listing.Optimised("Sample.Pages:Put").Tier);
    }

    [Fact]
    public async Task A_switch_turns_the_flag_on_in_the_child()
    {
        JitResult result = await RunAsync(new("")
        {
            Initialize = ["Sample.Flags"],
            Values = ["Sample.Flags:On"],
            Methods = ["Sample.Pages:Put"],
            Switches = ImmutableDictionary<string, bool>.Empty.Add("Sample.On", true),
        });

        Assert.Equal("True", result.Values["Sample.Flags:On"]);
        Assert.True(result.Listing.Optimised("Sample.Pages:Put").CallsTo("Sample.Pages:Slow"));
    }

    [Fact]
    public async Task A_mutable_flag_leaves_its_jumps()
    {
        JitResult result = await RunAsync(new("") { Initialize = ["Sample.Mutable"], Methods = ["Sample.Pages:PutMutable", "Sample.Pages:Raw"] });

        CodeSummary put = result.Listing.Optimised("Sample.Pages:PutMutable").Summary, raw = result.Listing.Optimised("Sample.Pages:Raw").Summary;
        Assert.Equal(2, put.ConditionalJumps - raw.ConditionalJumps);
    }

    [Fact]
    public async Task A_called_workload_reaches_tier_1()
    {
        JitResult result = await RunAsync(new("") { Methods = ["Sample.Pages:Put", "Sample.Pages:Raw"], Workload = "Sample.Pages:Work" });

        Assert.Equal(Tier.Tier1, result.Listing.Optimised("Sample.Pages:Put").Tier);
        Assert.Equal(result.Listing.Optimised("Sample.Pages:Raw").Summary, result.Listing.Optimised("Sample.Pages:Put").Summary);
    }

    [Theory]
    [InlineData("DOTNET_TieredCompilation", "0")]
    [InlineData("DOTNET_TC_CallCounting", "0")]
    public async Task What_the_caller_has_set_for_its_own_jit_does_not_reach_the_child(string name, string value)
    {
        string? before = Environment.GetEnvironmentVariable(name);
        // Of the whole process, so that tests beside this one are under it too: none may depend on it.
        Environment.SetEnvironmentVariable(name, value);
        try
        {
            JitResult result = await RunAsync(new("") { Methods = ["Sample.Pages:Put"], Workload = "Sample.Pages:Work" });

            Assert.Equal(Tier.Tier1, result.Listing.Optimised("Sample.Pages:Put").Tier);
        }
        finally
        {
            Environment.SetEnvironmentVariable(name, before);
        }
    }

    [Fact]
    public async Task Generic_methods_are_compiled_for_the_given_arguments()
    {
        JitResult result = await RunAsync(new("") { Methods = ["Sample.Holder`1[[System.Int64]]:Get[System.Int32]"] });

        Assert.Equal("Sample.Holder`1[long]:Get[int](int,long[]):long", Assert.Single(result.Listing.Methods).Name);
    }

    [Theory]
    [InlineData("Sample.Pages:Raw", false)]
    [InlineData("Sample.Pages:Slow", true)]
    public async Task A_caller_shows_whether_the_method_was_inlined(string method, bool isCalled)
    {
        JitResult result = await RunAsync(new("") { Methods = ["Sample.Pages:CallsBoth"] });

        Assert.Equal(isCalled, result.Listing.Optimised("Sample.Pages:CallsBoth").CallsTo(method));
    }

    [Fact]
    public async Task An_unoptimised_build_is_of_the_wrong_tier()
    {
        JitResult result = await RunAsync(new("") { Methods = ["Sample.Pages:Raw"] }, OptimizationLevel.Debug);

        Assert.Contains("'Sample.Pages:Raw' was never optimised: MinOpts", Fails(() => result.Listing.Optimised("Sample.Pages:Raw")));
    }

    [Theory]
    [InlineData("Sample.Pages:Missing", "Missing")]
    [InlineData("Sample.Nobody:Put", "Subject has no type 'Sample.Nobody'")]
    public async Task A_method_that_is_not_there_is_named(string method, string expected) =>
        Assert.Contains(expected, (await Assert.ThrowsAsync<MachineCodeException>(() => RunAsync(new("") { Methods = [method] }))).Message);

    [Fact]
    public async Task A_workload_that_throws_gives_its_message_on_one_line() =>
        Assert.EndsWith("InvalidOperationException: as it should", (await Assert.ThrowsAsync<MachineCodeException>(() => RunAsync(new("") { Workload = "Sample.Pages:Fails" }))).Message);

    [Fact]
    public async Task A_workload_that_hangs_is_killed() =>
        Assert.Equal(
            "'dotnet' did not end within 2 s",
            (await Assert.ThrowsAsync<MachineCodeException>(() => RunAsync(new("") { Workload = "Sample.Pages:Hangs", Timeout = TimeSpan.FromSeconds(2) }))).Message);

    [Fact]
    public async Task Cancellation_ends_the_child()
    {
        using TestAssembly assembly = new(Counted);
        using CancellationTokenSource cancellation = new(TimeSpan.FromSeconds(1));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new JitRun(assembly.Path) { Workload = "Sample.Pages:Hangs" }.RunAsync(cancellation.Token));
    }

    static string Fails(Action action) => Assert.Throws<MachineCodeException>(action).Message;

    static async Task<JitResult> RunAsync(JitRun run, OptimizationLevel optimization = OptimizationLevel.Release)
    {
        using TestAssembly assembly = new(Counted, optimization);
        return await (run with { Assembly = assembly.Path }).RunAsync(TestContext.Current.CancellationToken);
    }
}
