using System.Collections.Immutable;
using System.Text.Json;
using StaticBranch.Tool.MachineCode;

namespace StaticBranch.Tool.Projects;

/// <summary>
/// A Release build of a project with the tool's analyzers in it. The project's own compiler runs them, so that its language version,
/// options, generators and additional files are those of every other build.
/// </summary>
sealed record Inspection(BuiltProject Project, ImmutableArray<Finding> HotMembers, ImmutableArray<Finding> Findings)
{
    /// <exception cref="InputException">There is no such project, or it does not build.</exception>
    public static async Task<Inspection> OfAsync(string path, string? framework, CancellationToken cancellation)
    {
        if (Path.GetExtension(path) is ".dll" or ".exe") return new(await BuiltProject.OpenAsync(path, framework, cancellation: cancellation), [], []);
        using TemporaryFolder folder = new();
        string log = folder.File("findings.sarif");
        BuiltProject project = await BuiltProject.OpenAsync(
            path,
            framework,
            [
                $"-property:CustomAfterMicrosoftCommonTargets={Path.Combine(AppContext.BaseDirectory, "Inspect.targets")}",
                $"-property:StaticBranchProject={BuiltProject.Find(path)}",
                $"-property:StaticBranchLog={log}",
                "-property:RunAnalyzers=true",
                "-property:RunAnalyzersDuringBuild=true",
                // What the analyzers find is to be shown, not to end the build.
                "-property:TreatWarningsAsErrors=false",
                // A library is loaded from its folder, with all that it needs.
                "-property:GenerateRuntimeConfigurationFiles=true",
                "-property:CopyLocalLockFileAssemblies=true",
            ],
            cancellation);
        ILookup<bool, Finding> findings = Read(await File.ReadAllTextAsync(log, cancellation)).ToLookup(finding => finding.Rule == Finding.HotMemberRule);
        return new(project, [.. findings[true]], [.. findings[false]]);
    }

    static IEnumerable<Finding> Read(string log)
    {
        using JsonDocument document = JsonDocument.Parse(log);
        JsonElement run = document.RootElement.GetProperty("runs")[0];
        Dictionary<string, string?> links = run.GetProperty("tool").GetProperty("driver").GetProperty("rules").EnumerateArray()
            .ToDictionary(rule => rule.GetProperty("id").GetString()!, rule => rule.TryGetProperty("helpUri", out JsonElement link) ? link.GetString() : null);
        foreach (JsonElement result in run.GetProperty("results").EnumerateArray())
        {
            string rule = result.GetProperty("ruleId").GetString()!;
            bool isSuppressed = result.TryGetProperty("suppressions", out JsonElement suppressions) && suppressions.GetArrayLength() > 0;
            if (!rule.StartsWith("SB", StringComparison.Ordinal) || isSuppressed || result.GetProperty("locations").GetArrayLength() == 0) continue;
            JsonElement place = result.GetProperty("locations")[0].GetProperty("physicalLocation"), region = place.GetProperty("region");
            string file = new Uri(place.GetProperty("artifactLocation").GetProperty("uri").GetString()!).LocalPath;
            yield return new(
                rule,
                result.GetProperty("level").GetString()!,
                result.GetProperty("message").GetProperty("text").GetString()!,
                new(file, region.GetProperty("startLine").GetInt32()),
                region.GetProperty("startColumn").GetInt32(),
                links.GetValueOrDefault(rule),
                result.GetProperty("properties").TryGetProperty("customProperties", out JsonElement facts)
                    ? facts.EnumerateObject().Where(fact => fact.Value.ValueKind is JsonValueKind.String).ToImmutableDictionary(fact => fact.Name, fact => fact.Value.GetString()!)
                    : ImmutableDictionary<string, string>.Empty);
        }
    }
}
