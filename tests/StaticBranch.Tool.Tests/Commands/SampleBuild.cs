using System.Collections.Immutable;
using StaticBranch.Tests;
using StaticBranch.Tool.MachineCode;

namespace StaticBranch.Tool.Tests.Commands;

/// <summary>A copy of the sample in a folder of its own, so that no other build of the repository gets in the way.</summary>
public sealed class SampleBuild : IAsyncLifetime
{
    // The stage is small enough to be inlined into the loop, and in a loop the sampler can stop a thread.
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

    readonly TemporaryFolder folder = new();

    public SampleBuild()
    {
        foreach (string file in Repository.Files("samples/PutPage", "*.cs"))
        {
            string copy = Path.Combine(folder.Path, Path.GetRelativePath(Repository.File("samples", "PutPage"), file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
        File.WriteAllText(folder.File("HotPaths.txt"), "M:PutPage.V4_11.PutPage(PutPage.Page); 0.3333; test\nM:PutPage.PageAllocator.Free(PutPage.Page)\n");
        // As a consumer of the package would have it.
        File.WriteAllText(Project, $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
              </PropertyGroup>
              <ItemGroup>
                <RuntimeHostConfigurationOption Include="PutPage.DevicePrivate" Value="true" Trim="true" />
                <RuntimeHostConfigurationOption Include="PutPage.DevmapManaged" Value="true" Trim="true" />
                <AdditionalFiles Include="HotPaths.txt" />
                <!-- The tests put load on it. -->
                <InternalsVisibleTo Include="Subject" />
                <Analyzer Include="{AppContext.BaseDirectory}StaticBranch.Analyzers.dll" />
              </ItemGroup>
            </Project>
            """);
    }

    public string Project => folder.File("PutPage.csproj");

    public string Folder => folder.Path;

    public string Assembly => Path.Combine(folder.Path, "bin", "Release", "net10.0", "PutPage.dll");

    /// <summary>What <c>verify --json</c> says of it; a recording of it under load; and the page that <c>report</c> makes, with the recorded members in the list. Each takes its seconds, so there is one of each.</summary>
    internal Run Verified { get; private set; } = null!;

    public string Trace => folder.File("load.nettrace");

    public string Page => folder.File("report.html");

    public async ValueTask InitializeAsync()
    {
        Verified = await Run.OfAsync("verify", Project, "--json");
        await File.WriteAllTextAsync(folder.File("verdicts.json"), Verified.Output);
        await RecordAsync();
        Run listed = await Run.OfAsync("hot", Trace, "--project", Assembly, "--output", folder.File("HotPaths.txt"));
        Assert.Equal((ExitCode.Proved, ""), (listed.ExitCode, listed.Error));
        Run reported = await Run.OfAsync("report", Project, "--verdicts", folder.File("verdicts.json"), "--output", Page);
        Assert.Equal((ExitCode.Proved, ""), (reported.ExitCode, reported.Error));
    }

    async Task RecordAsync()
    {
        using TestAssembly load = new(Load, references: Assembly);
        await new JitRun(load.Path)
        {
            Dependencies = Path.GetDirectoryName(Assembly),
            Workload = "Load:Run",
            Environment = ImmutableDictionary<string, string>.Empty
                .Add("DOTNET_EnableEventPipe", "1")
                .Add("DOTNET_EventPipeOutputPath", Trace)
                // What dotnet-trace records of samples and symbols, and the JIT's inlining (0x1000).
                .Add("DOTNET_EventPipeConfig", "Microsoft-DotNETCore-SampleProfiler:0:5,Microsoft-Windows-DotNETRuntime:0x14C14FDCBD:5")
                // Optimised from the first call on: every sample in the loop is one of the code that counts.
                .Add("DOTNET_TieredCompilation", "0"),
        }.RunAsync(TestContext.Current.CancellationToken);
    }

    public ValueTask DisposeAsync()
    {
        folder.Dispose();
        return ValueTask.CompletedTask;
    }
}

/// <summary>The tests that share one copy, one after the other.</summary>
[CollectionDefinition(nameof(SampleCollection))]
public sealed class SampleCollection : ICollectionFixture<SampleBuild>;
