using System.Collections.Immutable;
using StaticBranch.Tool.MachineCode;

namespace StaticBranch.Tool.Tests.Commands;

[Collection(nameof(SampleCollection))]
public sealed class HotCommandTests(SampleBuild sample)
{
    // The stage is small enough to be inlined into the loop, so that the sampler, which stops threads in loops, stops in both.
    const string Load = """
        using PutPage;
        public static class Load
        {
            static readonly Page Page = new PageAllocator().Allocate();
            public static void Run()
            {
                for (int i = 0; i < 20_000; i++) { V4_12.GetPage(Page); V4_12.PutPage(Page); }
            }
        }
        """;

    [Fact]
    public async Task A_recorded_trace_puts_the_running_stage_on_top()
    {
        using TemporaryFolder folder = new();
        await RecordAsync(folder.File("load.nettrace"));

        Run run = await Run.OfAsync("hot", folder.File("load.nettrace"), "--project", sample.Assembly, "--output", folder.File("HotPaths.txt"));

        Assert.Equal((ExitCode.Proved, ""), (run.ExitCode, run.Error));
        Assert.Equal(
            ["M:PutPage.V4_12.GetPage(PutPage.Page)", "M:PutPage.V4_12.PutPage(PutPage.Page)"],
            (await File.ReadAllLinesAsync(folder.File("HotPaths.txt"), TestContext.Current.CancellationToken)).Take(2).Select(line => line.Split(';')[0]));
    }

    [Fact]
    public async Task A_trace_that_is_cut_anywhere_leaves_no_list()
    {
        using TemporaryFolder folder = new();
        await RecordAsync(folder.File("load.nettrace"));
        byte[] trace = await File.ReadAllBytesAsync(folder.File("load.nettrace"), TestContext.Current.CancellationToken);

        foreach (int length in (int[])[10, 40, 100, 1_000])
        {
            await File.WriteAllBytesAsync(folder.File("cut.nettrace"), trace[..length], TestContext.Current.CancellationToken);
            Run run = await Run.OfAsync("hot", folder.File("cut.nettrace"), "--project", sample.Assembly, "--output", folder.File("HotPaths.txt"));
            Assert.Equal(ExitCode.NotJudged, run.ExitCode);
            Assert.Single(run.Error.TrimEnd().Split('\n'));
        }

        Assert.Empty(Directory.GetFiles(folder.Path, "HotPaths*"));
    }

    async Task RecordAsync(string trace)
    {
        using TestAssembly load = new(Load, references: sample.Assembly);
        await new JitRun(load.Path)
        {
            Dependencies = Path.GetDirectoryName(sample.Assembly),
            Workload = "Load:Run",
            Environment = ImmutableDictionary<string, string>.Empty
                .Add("DOTNET_EnableEventPipe", "1")
                .Add("DOTNET_EventPipeOutputPath", trace)
                // What dotnet-trace records of samples and symbols, and the JIT's inlining (0x1000).
                .Add("DOTNET_EventPipeConfig", "Microsoft-DotNETCore-SampleProfiler:0:5,Microsoft-Windows-DotNETRuntime:0x14C14FDCBD:5")
                // Optimised from the first call on: every sample in the loop is one of the code that counts.
                .Add("DOTNET_TieredCompilation", "0"),
        }.RunAsync(TestContext.Current.CancellationToken);
    }
}
