using StaticBranch.Tool.MachineCode;

namespace StaticBranch.Oracle.Tests;

/// <summary>A <c>dotnet publish</c> of something that the oracle reads.</summary>
static class Publication
{
    static readonly TimeSpan Timeout = TimeSpan.FromMinutes(10);

    // No such package, no such version, no such registry.
    static readonly string[] Unobtainable = ["NU1101", "NU1102", "NU1103", "NU1301"];

    /// <summary>Skips the test if the registry does not have what is needed, and fails it if anything else goes wrong.</summary>
    public static async Task RunAsync(IEnumerable<string> arguments, CancellationToken cancellation)
    {
        var (exitCode, output, error) = await ChildProcess.RunAsync(ChildProcess.Dotnet(["publish", "-nologo", .. arguments]), Timeout, cancellation);
        if (exitCode == 0) return;
        if (output.Split('\n').FirstOrDefault(line => Unobtainable.Any(line.Contains)) is { } missing) Assert.Skip(missing);
        Assert.Fail(output + error);
    }
}
