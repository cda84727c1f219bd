using System.Diagnostics;
using StaticBranch.Tests;
using StaticBranch.Tool.MachineCode;

namespace StaticBranch.Tool.Tests.Commands;

[Collection(nameof(SampleCollection))]
public sealed class PackedToolTests(SampleBuild sample)
{
    [Fact]
    public async Task The_packed_tool_is_installed_and_proves_the_sample()
    {
        using TemporaryFolder folder = new();
        // A version that no cache can hold. What these tests were built with is packed: bin/Configuration/net10.0.
        string version = $"0.1.0-run{DateTime.UtcNow.Ticks}", feed = folder.File("feed"), configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        await SuccessAsync(ChildProcess.Dotnet("pack", Repository.File("src", "StaticBranch.Tool"), "--no-build", "--configuration", configuration, "--output", feed, $"-p:PackageVersion={version}", "-v:q"));
        await File.WriteAllTextAsync(folder.File("nuget.config"), $"""<configuration><packageSources><clear /><add key="feed" value="{feed}" /></packageSources></configuration>""", TestContext.Current.CancellationToken);
        await SuccessAsync(ChildProcess.Dotnet("tool", "install", "StaticBranch.Tool", "--tool-path", folder.File("bin"), "--version", version, "--configfile", folder.File("nuget.config")));

        string command = folder.File("bin/static-branch");
        Assert.StartsWith("0.1.0", await SuccessAsync(new(command, ["--version"])));
        Assert.EndsWith("1 folded\n", await SuccessAsync(new(command, ["verify", sample.Project, "--method", "M:PutPage.V4_14.PutPage(PutPage.Page)"])));
    }

    static async Task<string> SuccessAsync(ProcessStartInfo start)
    {
        (int exitCode, string output, string error) = await ChildProcess.RunAsync(start, TimeSpan.FromMinutes(10), TestContext.Current.CancellationToken);
        Assert.True(exitCode == 0, output + error);
        return output;
    }
}
