using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace StaticBranch.Tool.Verification;

/// <summary>Verdicts for other programs: as they are, and as SARIF 2.1.0 for editors.</summary>
static class VerdictJson
{
    static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        MaxDepth = 16,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        // Ids are full of backticks and angle brackets, and nothing here is put into a web page unescaped.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Plain(IEnumerable<Verdict> verdicts) => JsonSerializer.Serialize(verdicts, Options);

    /// <summary>Reads what <see cref="Plain"/> made.</summary>
    /// <exception cref="InputException">The file is missing, or is something else.</exception>
    public static async Task<Verdict[]> ReadAsync(string path, CancellationToken cancellation)
    {
        try
        {
            await using FileStream file = File.OpenRead(path);
            return await JsonSerializer.DeserializeAsync<Verdict[]>(file, Options, cancellation) is { } verdicts && verdicts.All(verdict => verdict is { Member.Length: > 2 })
                ? verdicts
                : throw new InputException($"'{path}' holds no verdicts");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new InputException($"'{path}' cannot be read as verdicts: {e.Message}");
        }
    }

    /// <summary>What is not folded, not guarded or not judged, each with the analyzers' rule where one says the same.</summary>
    public static string Sarif(IEnumerable<Verdict> verdicts, string version) => new JsonObject
    {
        ["$schema"] = "https://json.schemastore.org/sarif-2.1.0.json",
        ["version"] = "2.1.0",
        ["runs"] = new JsonArray(new JsonObject
        {
            ["tool"] = new JsonObject { ["driver"] = new JsonObject { ["name"] = "static-branch", ["version"] = version } },
            ["results"] = new JsonArray([.. verdicts.Where(verdict => verdict.Outcome is not Outcome.Folded).Select(Result)]),
        }),
    }.ToJsonString(Options);

    static JsonObject Result(Verdict verdict)
    {
        string id = verdict.Rule ?? "SB2001", text = $"{VerdictTable.Text(verdict.Outcome)}: {verdict.Reason ?? VerdictTable.Short(verdict.Member)}";
        JsonObject result = new()
        {
            ["ruleId"] = id,
            ["level"] = verdict.Outcome is Outcome.Residue ? "note" : verdict.Outcome is Outcome.NotJudged ? "error" : "warning",
            ["message"] = new JsonObject { ["text"] = text },
            ["properties"] = new JsonObject { ["member"] = verdict.Member, ["flag"] = verdict.Flag, ["outcome"] = VerdictTable.Text(verdict.Outcome) },
        };
        if (verdict.Where is { } where)
            result["locations"] = new JsonArray(new JsonObject
            {
                ["physicalLocation"] = new JsonObject
                {
                    ["artifactLocation"] = new JsonObject { ["uri"] = Path.IsPathRooted(where.File) ? new Uri(where.File).AbsoluteUri : where.File },
                    ["region"] = new JsonObject { ["startLine"] = where.Line },
                },
            });
        return result;
    }
}
