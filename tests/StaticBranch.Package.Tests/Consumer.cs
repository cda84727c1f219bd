using System.Text.Json;

namespace StaticBranch.Package.Tests;

/// <summary>Projects that know of StaticBranch only what a <c>PackageReference</c> brings.</summary>
public sealed record Consumer(string Folder, string Version, string Packages)
{
    // What the user's cache has already, such as the targeting packs, is read from there; only what is missing is downloaded.
    static string UserPackages { get; } =
        System.Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(System.Environment.GetFolderPath(System.Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    public Task<string> Run(params string[] arguments) => Dotnet.Run(Folder, arguments, Environment);

    public Task<(int ExitCode, string Output, string Error)> TryRun(params string[] arguments) => Dotnet.TryRun(Folder, arguments, Environment);

    (string, string)[] Environment => [("StaticBranchVersion", Version), ("NUGET_PACKAGES", Packages), ("NUGET_FALLBACK_PACKAGES", UserPackages)];

    /// <summary>The run that the last build of a project wrote to its error log.</summary>
    public JsonElement Sarif(string project, string framework) =>
        JsonSerializer.Deserialize<JsonElement>(File.ReadAllText(Path.Combine(Folder, $"{project}.{framework}.sarif"))).GetProperty("runs")[0];

    /// <summary>What the last build of a project warned of: the rule, and the line of source that it points at.</summary>
    public (string Rule, string Line)[] Findings(string project, string framework) =>
    [
        .. from result in Sarif(project, framework).GetProperty("results").EnumerateArray()
           where result.GetProperty("level").GetString() == "warning"
           let place = result.GetProperty("locations")[0].GetProperty("physicalLocation")
           let file = new Uri(place.GetProperty("artifactLocation").GetProperty("uri").GetString()!).LocalPath
           let line = place.GetProperty("region").GetProperty("startLine").GetInt32()
           select (result.GetProperty("ruleId").GetString()!, File.ReadLines(file).ElementAt(line - 1).Trim()),
    ];
}
