using System.Collections.Immutable;
using StaticBranch.Tool.MachineCode;

namespace StaticBranch.Tool.Projects;

/// <summary>The C# projects that a path stands for.</summary>
static class Solution
{
    static readonly TimeSpan Timeout = TimeSpan.FromMinutes(5);

    /// <exception cref="InputException">The path is another file, or the solution cannot be read, or holds no C# project.</exception>
    public static async Task<ImmutableArray<string>> ProjectsAsync(string path, CancellationToken cancellation)
    {
        if (Path.GetExtension(path) is not (".sln" or ".slnx"))
            return Path.GetExtension(path) is ".csproj" || !File.Exists(path) ? [path] : throw new InputException($"'{path}' is neither a C# project nor a solution");
        if (!File.Exists(path)) throw new InputException($"'{path}' does not exist");
        (int exitCode, string output, string error) = await ChildProcess.RunAsync(ChildProcess.Dotnet("sln", path, "list"), Timeout, cancellation);
        if (exitCode != 0) throw new InputException($"'{path}' cannot be read: {(error + output).Trim()}");
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        ImmutableArray<string> projects = [.. output.Split('\n', StringSplitOptions.TrimEntries).Where(line => line.EndsWith(".csproj", StringComparison.Ordinal)).Select(line => Path.Combine(folder, line))];
        return projects.IsEmpty ? throw new InputException($"'{path}' holds no C# project") : projects;
    }
}
