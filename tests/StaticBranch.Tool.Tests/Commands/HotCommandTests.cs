using System.Collections.Immutable;
using StaticBranch.Tool.MachineCode;

namespace StaticBranch.Tool.Tests.Commands;

[Collection(nameof(SampleCollection))]
public sealed class HotCommandTests(SampleBuild sample)
{
    // The sample's types are internal. It is driven through delegates, from an assembly of its own, so that the stage is all that is the sample's.
    const string Load = """
        using System.Reflection;
        public static class Load
        {
            static readonly Assembly Sample = Assembly.Load("PutPage");
            static readonly object Allocator = Activator.CreateInstance(Sample.GetType("PutPage.PageAllocator")!)!;
            static readonly object Page = Allocator.GetType().GetMethod("Allocate")!.Invoke(Allocator, null)!;
            static readonly Action<int> Drive = typeof(Load).GetMethod("Through")!.MakeGenericMethod(Page.GetType()).CreateDelegate<Action<int>>();
            // Long enough for a sampler on a busy machine to see both.
            public static void Run() => Drive(100_000);
            public static void Through<T>(int rounds)
            {
                Action<T> get = Step<T>("GetPage"), put = Step<T>("PutPage");
                for (int i = 0; i < rounds; i++) { get((T)Page); put((T)Page); }
            }
            static Action<T> Step<T>(string name) => Sample.GetType("PutPage.V4_18")!.GetMethod(name)!.CreateDelegate<Action<T>>();
        }
        """;

    [Fact]
    public async Task A_recorded_trace_puts_the_running_stage_on_top()
    {
        using TemporaryFolder folder = new();
        await RecordAsync(folder.File("load.nettrace"));

        Run run = await Run.OfAsync("hot", folder.File("load.nettrace"), "--project", sample.Assembly, "--output", folder.File("HotPaths.txt"));

        Assert.Equal((ExitCode.Proved, ""), (run.ExitCode, run.Error));
        // Threads are sampled at safe points only, so that a leaf as small as GetPage is seen in most recordings and not in all.
        Assert.StartsWith("M:PutPage.V4_18.", (await File.ReadAllLinesAsync(folder.File("HotPaths.txt"), TestContext.Current.CancellationToken))[0]);
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
        using TestAssembly load = new(Load);
        await new JitRun(load.Path)
        {
            Dependencies = Path.GetDirectoryName(sample.Assembly),
            Workload = "Load:Run",
            Environment = ImmutableDictionary<string, string>.Empty
                .Add("DOTNET_EnableEventPipe", "1")
                .Add("DOTNET_EventPipeOutputPath", trace)
                .Add("DOTNET_EventPipeConfig", "Microsoft-DotNETCore-SampleProfiler:0:5,Microsoft-Windows-DotNETRuntime:0x14C14FCCBD:5")
                // What is inlined, and by profile also what a delegate calls, has no frame of its own.
                .Add("DOTNET_TieredPGO", "0"),
        }.RunAsync(TestContext.Current.CancellationToken);
    }
}
