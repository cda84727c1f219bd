using System.Text.Json;
using StaticBranch.Tests;
using StaticBranch.Tool.Verification;

namespace StaticBranch.Tool.Tests.Verification;

public sealed class VerdictSarifTests
{
    static readonly JsonElement Log = JsonDocument.Parse(VerdictSarif.Write(
        [
            new("M:A.Put", "P:A.On", Outcome.Folded),
            new("M:A.Put", "P:A.Off", Outcome.NotFolded, "why", new("/src/a b.cs", 7), "SB1002"),
            new("M:A.Get", "P:A.On", Outcome.Residue, "why", new("a.cs", 8), "SB2002"),
            new("M:A.Get", null, Outcome.Unguarded, "<why>", new("a.cs", 9), "SB1001"),
            new("M:A.Walk", "P:A.On", Outcome.NotJudged),
        ], "1.2.3")).RootElement;

    // SARIF 2.1.0, sections 3.13 to 3.52: what each object must have.
    [Theory]
    [InlineData("", "version", "runs")]
    [InlineData("runs", "tool", "results")]
    [InlineData("runs.tool", "driver")]
    [InlineData("runs.tool.driver", "name")]
    [InlineData("runs.tool.driver.rules", "id", "helpUri")]
    [InlineData("runs.results", "message", "ruleId", "ruleIndex", "level")]
    [InlineData("runs.results.message", "text")]
    [InlineData("runs.results.locations", "physicalLocation")]
    [InlineData("runs.results.locations.physicalLocation", "artifactLocation", "region")]
    [InlineData("runs.results.locations.physicalLocation.artifactLocation", "uri")]
    [InlineData("runs.results.locations.physicalLocation.region", "startLine")]
    public void Each_object_has_what_the_standard_requires(string path, params string[] required)
    {
        JsonElement[] objects = [.. Select(Log, path)];

        Assert.NotEmpty(objects);
        Assert.All(objects, one => Assert.All(required, name => Assert.True(one.TryGetProperty(name, out JsonElement value) && value.ValueKind is not JsonValueKind.Null, name)));
    }

    [Fact]
    public void What_is_folded_is_no_result() =>
        Assert.Equal(
            [("SB1002", "warning"), ("SB2002", "note"), ("SB1001", "warning"), ("SB0002", "error")],
            Select(Log, "runs.results").Select(result => (result.GetProperty("ruleId").GetString()!, result.GetProperty("level").GetString()!)));

    [Fact]
    public void A_result_refers_to_its_rule()
    {
        string[] rules = [.. Select(Log, "runs.tool.driver.rules").Select(rule => rule.GetProperty("id").GetString()!)];

        Assert.All(Select(Log, "runs.results"), result => Assert.Equal(result.GetProperty("ruleId").GetString(), rules[result.GetProperty("ruleIndex").GetInt32()]));
    }

    [Fact]
    public void Every_rule_has_a_page() =>
        Assert.All(Select(Log, "runs.tool.driver.rules"), rule => Assert.True(File.Exists(Repository.File(rule.GetProperty("helpUri").GetString()!.Split("/main/")[1]))));

    [Theory]
    [InlineData(0, "file:///src/a%20b.cs")]
    [InlineData(1, "a.cs")]
    public void A_file_is_a_uri(int result, string expected) =>
        Assert.Equal(expected, Select(Log, "runs.results.locations.physicalLocation.artifactLocation.uri").ElementAt(result).GetString());

    static IEnumerable<JsonElement> Select(JsonElement element, string path)
    {
        IEnumerable<JsonElement> here = element.ValueKind is JsonValueKind.Array ? element.EnumerateArray() : [element];
        return path is "" ? here : here.Where(one => one.TryGetProperty(path.Split('.')[0], out _)).SelectMany(one => Select(one.GetProperty(path.Split('.')[0]), string.Join('.', path.Split('.').Skip(1))));
    }
}
