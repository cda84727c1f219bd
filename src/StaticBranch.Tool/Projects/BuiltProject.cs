using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Json;
using StaticBranch.Tool.MachineCode;

namespace StaticBranch.Tool.Projects;

/// <summary>What a project's Release build made.</summary>
/// <param name="Path">The project file; null when an assembly was given instead.</param>
/// <param name="Assembly">The project's assembly.</param>
/// <param name="References">The assemblies of the projects that it refers to.</param>
/// <param name="HotPathLists">The HotPaths.txt that its build reads.</param>
sealed record BuiltProject(string? Path, string Assembly, ImmutableArray<string> References, ImmutableArray<string> HotPathLists)
{
    static readonly TimeSpan Timeout = TimeSpan.FromMinutes(30);

    public IEnumerable<string> Own => [Assembly, .. References];

    /// <summary>Builds a project, or takes an assembly as it is.</summary>
    /// <param name="path">A project file, the folder of one, or an assembly.</param>
    /// <param name="framework">The target framework to take; needed where there are several.</param>
    /// <param name="arguments">Further arguments of <c>dotnet build</c>.</param>
    /// <exception cref="InputException">There is no such project, or it does not build.</exception>
    public static async Task<BuiltProject> OpenAsync(string path, string? framework = null, IEnumerable<string>? arguments = null, CancellationToken cancellation = default)
    {
        if (File.Exists(path) && System.IO.Path.GetExtension(path) is ".dll" or ".exe") return new(null, System.IO.Path.GetFullPath(path), [], []);
        string project = Find(path);
        ProcessStartInfo build = ChildProcess.Dotnet(
            "build", project, "--configuration", "Release", "-target:Build", "-nologo", "-verbosity:quiet",
            "-getProperty:TargetPath", "-getProperty:TargetFrameworks", "-getItem:ReferencePath", "-getItem:AdditionalFiles");
        if (framework is not null) build.ArgumentList.Add("-property:TargetFramework=" + framework);
        foreach (string argument in arguments ?? []) build.ArgumentList.Add(argument);
        (int exitCode, string output, string error) = await ChildProcess.RunAsync(build, Timeout, cancellation);
        if (exitCode != 0) throw new InputException($"'{project}' does not build: {FirstError(output + error)}");

        using JsonDocument result = JsonDocument.Parse(output[output.IndexOf('{')..]);
        JsonElement properties = result.RootElement.GetProperty("Properties");
        if (properties.GetProperty("TargetPath").GetString() is not { Length: > 0 } assembly)
            throw new InputException($"'{project}' has several target frameworks: choose one of {properties.GetProperty("TargetFrameworks").GetString()} with --framework");
        JsonElement items = result.RootElement.GetProperty("Items");
        return new(project, assembly,
            [.. items.GetProperty("ReferencePath").EnumerateArray().Where(reference => reference.GetProperty("ReferenceSourceTarget").GetString() == "ProjectReference").Select(FullPath)],
            [.. items.GetProperty("AdditionalFiles").EnumerateArray().Select(FullPath).Where(file => System.IO.Path.GetFileName(file) == "HotPaths.txt")]);
    }

    static string FullPath(JsonElement item) => item.GetProperty("FullPath").GetString()!;

    /// <summary>The project file that a path means: itself, or the only one in the folder.</summary>
    /// <exception cref="InputException">There is none, or more than one.</exception>
    public static string Find(string path)
    {
        if (File.Exists(path))
            return System.IO.Path.GetExtension(path) is ".csproj" ? System.IO.Path.GetFullPath(path) : throw new InputException($"'{path}' is neither a C# project nor an assembly");
        string[] projects = Directory.Exists(path) ? Directory.GetFiles(path, "*.csproj") : throw new InputException($"'{path}' does not exist");
        return projects switch
        {
            [var only] => System.IO.Path.GetFullPath(only),
            [] => throw new InputException($"'{path}' holds no C# project"),
            _ => throw new InputException($"'{path}' holds {projects.Length} C# projects: name one"),
        };
    }

    /// <summary>The line of a build's output that says why it failed.</summary>
    public static string FirstError(string output)
    {
        string[] lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return lines.FirstOrDefault(line => line.Contains("error", StringComparison.Ordinal)) ?? lines.FirstOrDefault() ?? "no message";
    }
}
