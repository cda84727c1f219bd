using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace StaticBranch.Tool.Verification;

/// <summary>Verdicts as SARIF 2.1.0, for editors and code scanning: all that is not folded, by the analyzers' rule where one says the same.</summary>
static class VerdictSarif
{
    // The tool's own: no analyzer can say that there was no machine code to judge by.
    const string NotJudged = "SB0002";

    const string Pages = "https://github.com/staticbranch/staticbranch/blob/main/src/";

    static readonly JsonSerializerOptions Options = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(IEnumerable<Verdict> verdicts, string version)
    {
        Verdict[] open = [.. verdicts.Where(verdict => verdict.Outcome is not Outcome.Folded)];
        string[] rules = [.. open.Select(Rule).Distinct().Order(StringComparer.Ordinal)];
        return new JsonObject
        {
            ["$schema"] = "https://json.schemastore.org/sarif-2.1.0.json",
            ["version"] = "2.1.0",
            ["runs"] = new JsonArray(new JsonObject
            {
                ["tool"] = new JsonObject
                {
                    ["driver"] = new JsonObject
                    {
                        ["name"] = "static-branch",
                        ["version"] = version,
                        ["informationUri"] = Pages + "StaticBranch.Tool/README.md",
                        ["rules"] = new JsonArray([.. rules.Select(rule => new JsonObject { ["id"] = rule, ["helpUri"] = HelpLink(rule) })]),
                    },
                },
                ["results"] = new JsonArray([.. open.Select(verdict => Result(verdict, Array.IndexOf(rules, Rule(verdict))))]),
            }),
        }.ToJsonString(Options);
    }

    static JsonObject Result(Verdict verdict, int rule)
    {
        JsonObject result = new()
        {
            ["ruleId"] = Rule(verdict),
            ["ruleIndex"] = rule,
            ["level"] = verdict.Outcome is Outcome.Residue ? "note" : verdict.Outcome is Outcome.NotJudged ? "error" : "warning",
            ["message"] = new JsonObject { ["text"] = $"{VerdictTable.Text(verdict.Outcome)}: {verdict.Reason ?? VerdictTable.Short(verdict.Member)}" },
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

    static string Rule(Verdict verdict) => verdict.Rule ?? NotJudged;

    static string HelpLink(string rule) => Pages + rule switch
    {
        ['S', 'B', '1', ..] => $"StaticBranch.Analyzers/SpecialCases/{rule}.md",
        ['S', 'B', '2', ..] => $"StaticBranch.Analyzers/Flags/{rule}.md",
        _ => "StaticBranch.Tool/README.md",
    };
}
