using StaticBranch.Tests;
using StaticBranch.Tool.MachineCode;

namespace StaticBranch.Oracle.Tests;

/// <summary>A <c>dotnet publish</c> of something that the oracle reads.</summary>
// Alone: beside a compiler on all processors the last tier comes too late.
[CollectionDefinition(nameof(Publication), DisableParallelization = true)]
public sealed class Publication
{
    static readonly TimeSpan Timeout = TimeSpan.FromMinutes(30);

    /// <summary>Skips the test if the registry does not have what is needed, and fails it if anything else goes wrong.</summary>
    public static async Task RunAsync(IEnumerable<string> arguments, CancellationToken cancellation)
    {
        var (exitCode, output, error) = await ChildProcess.RunAsync(ChildProcess.Dotnet(["publish", "-nologo", .. arguments]), Timeout, cancellation);
        if (exitCode == 0) return;
        OnDemand.SkipIfUnobtainable(output);
        Assert.Fail(output + error);
    }
}
