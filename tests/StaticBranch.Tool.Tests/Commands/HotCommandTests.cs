using System.Collections.Immutable;
using StaticBranch.Tool.MachineCode;

namespace StaticBranch.Tool.Tests.Commands;

public sealed class HotCommandTests
{
    // The running stage, driven from an assembly of its own through delegates, as a sampler can see it: nothing is inlined.
    const string Stage = """
        namespace Sample;
        public sealed class Page { public int Count = 1_000_000; }
        public static class Stage
        {
            public static void Get(Page page) { for (int i = 0; i < 50; i++) Interlocked.Increment(ref page.Count); }
            public static void Put(Page page) { for (int i = 0; i < 100; i++) Interlocked.Decrement(ref page.Count); }
            public static void Idle(Page page) { }
        }
        """;

    const string Load = """
        using Sample;
        public static class Load
        {
            static readonly Page Page = new();
            static readonly Action<Page>[] Steps = [Stage.Get, Stage.Put, Stage.Idle];
            public static void Run() { for (int round = 0; round < 100; round++) foreach (Action<Page> step in Steps) step(Page); }
        }
        """;

    [Fact]
    public async Task A_recorded_trace_puts_the_running_stage_on_top()
    {
        using TestAssembly assembly = new(Stage), load = new(Load, reference: assembly);
        using TemporaryFolder folder = new();
        await RecordAsync(load, assembly, folder.File("load.nettrace"));

        Run run = await Run.OfAsync("hot", folder.File("load.nettrace"), "--project", assembly.Path, "--output", folder.File("HotPaths.txt"));

        Assert.Equal((ExitCode.Proved, ""), (run.ExitCode, run.Error));
        Assert.Equal(
            ["M:Sample.Stage.Get(Sample.Page)", "M:Sample.Stage.Put(Sample.Page)"],
            (await File.ReadAllLinesAsync(folder.File("HotPaths.txt"), TestContext.Current.CancellationToken)).Take(2).Select(line => line.Split(';')[0]).Order());
    }

    [Fact]
    public async Task A_trace_that_is_cut_anywhere_leaves_no_list()
    {
        using TestAssembly assembly = new(Stage), load = new(Load, reference: assembly);
        using TemporaryFolder folder = new();
        await RecordAsync(load, assembly, folder.File("load.nettrace"));
        byte[] trace = await File.ReadAllBytesAsync(folder.File("load.nettrace"), TestContext.Current.CancellationToken);

        foreach (int length in (int[])[10, 40, 100, 1_000])
        {
            await File.WriteAllBytesAsync(folder.File("cut.nettrace"), trace[..length], TestContext.Current.CancellationToken);
            Run run = await Run.OfAsync("hot", folder.File("cut.nettrace"), "--project", assembly.Path, "--output", folder.File("HotPaths.txt"));
            Assert.Equal(ExitCode.NotJudged, run.ExitCode);
            Assert.Single(run.Error.TrimEnd().Split('\n'));
        }

        Assert.Empty(Directory.GetFiles(folder.Path, "HotPaths*"));
    }

    static async Task RecordAsync(TestAssembly load, TestAssembly stage, string trace) => await new JitRun(load.Path)
    {
        Dependencies = Path.GetDirectoryName(stage.Path),
        Workload = "Load:Run",
        Environment = ImmutableDictionary<string, string>.Empty
            .Add("DOTNET_EnableEventPipe", "1")
            .Add("DOTNET_EventPipeOutputPath", trace)
            .Add("DOTNET_EventPipeConfig", "Microsoft-DotNETCore-SampleProfiler:0:5,Microsoft-Windows-DotNETRuntime:0x14C14FCCBD:5"),
    }.RunAsync(TestContext.Current.CancellationToken);
}
