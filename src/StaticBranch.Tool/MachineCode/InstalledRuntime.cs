using System.Globalization;

namespace StaticBranch.Tool.MachineCode;

/// <summary>The runtimes that <c>dotnet</c> can start.</summary>
static class InstalledRuntime
{
    const string Name = "Microsoft.NETCore.App ";

    static readonly TimeSpan Timeout = TimeSpan.FromMinutes(5);

    /// <summary>The version to ask for, as <see cref="JitRun.Runtime"/> has it.</summary>
    /// <param name="framework">Such as <c>net8.0</c>.</param>
    /// <exception cref="InputException">It is no runtime, or is not installed.</exception>
    public static async Task<string> OfAsync(string framework, CancellationToken cancellation)
    {
        if (framework is not ['n', 'e', 't', .. var number] || !Version.TryParse(number, out Version? version)) throw new InputException($"'{framework}' is not a runtime: net8.0, net9.0 or net10.0");
        (_, string output, _) = await ChildProcess.RunAsync(ChildProcess.Dotnet("--list-runtimes"), Timeout, cancellation);
        string[] installed = [.. output.Split('\n').Where(line => line.StartsWith(Name, StringComparison.Ordinal)).Select(line => line[Name.Length..].Split(' ')[0])];
        string wanted = string.Create(CultureInfo.InvariantCulture, $"{version.Major}.{version.Minor}.");
        return installed.Any(one => one.StartsWith(wanted, StringComparison.Ordinal)) ? wanted + "0" : throw new InputException($"the runtime {framework} is not installed: there is {string.Join(", ", installed)}");
    }
}
