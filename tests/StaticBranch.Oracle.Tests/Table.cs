using System.Text.RegularExpressions;
using StaticBranch.Tests;

namespace StaticBranch.Oracle.Tests;

/// <summary>The table in the page of SB2001, which quotes the oracle: a row for each flag, a column for each mode. Whoever measures a mode answers for its column.</summary>
static partial class Table
{
    public const string Tier1 = "tier-1", FirstCall = "first call", NativeAot = "NativeAOT", TrimmedNativeAot = "NativeAOT, trimmed";

    const string Mark = "<!-- table -->\n", Empty = "";

    static readonly string[] Modes = [Tier1, FirstCall, OnRuntime("9.0.22"), OnRuntime("8.0.33"), NativeAot, TrimmedNativeAot];
    static readonly string Page = Repository.File("src", "StaticBranch.Analyzers", "Flags", "SB2001.md");
    static readonly Lock Gate = new();

    public static string OnRuntime(string version) => $"tier-1, .NET {version[0]}";

    /// <summary>The column holds what was measured; with <c>STATIC_BRANCH_WRITE_TABLE=1</c> it is written first.</summary>
    public static void AssertColumn(string mode, IEnumerable<Shape> shapes, Func<Shape, bool> folds)
    {
        // Tests of several modes may run at once.
        lock (Gate)
        {
            var page = File.ReadAllText(Page);
            var table = page.IndexOf(Mark, StringComparison.Ordinal) + Mark.Length;
            var known = CellsOf(page[table..].Split('\n'));
            var rows = shapes.Where(shape => shape.Guard == Guard.And).Select(shape => Row(
            [
                shape.Definition.Name,
                $"`{shape.Definition.Flag.Replace("|", "\\|", StringComparison.Ordinal)}`",
                .. Modes.Select(column => column == mode ? folds(shape) ? "yes" : "no" : known.GetValueOrDefault((shape.Definition.Name, column), Empty)),
            ]));
            var current = $"{page[..table]}\n{Row(["flag", "read as", .. Modes])}\n{Row(Enumerable.Repeat("---", Modes.Length + 2))}\n{string.Join('\n', rows)}\n";
            if (Environment.GetEnvironmentVariable("STATIC_BRANCH_WRITE_TABLE") == "1") File.WriteAllText(Page, current);
            Assert.Equal(current, File.ReadAllText(Page));
        }
    }

    static Dictionary<(string Flag, string Mode), string> CellsOf(IEnumerable<string> lines)
    {
        string[][] rows = [.. lines.Where(line => line.StartsWith('|')).Select(line => Bar().Split(line)[1..^1].Select(cell => cell.Trim()).ToArray())];
        return rows is [var heads, ..]
            ? rows.Skip(2).SelectMany(row => heads.Zip(row).Skip(2), (row, cell) => (Key: (row[0], cell.First), cell.Second)).ToDictionary(cell => cell.Key, cell => cell.Second)
            : [];
    }

    static string Row(IEnumerable<string> cells) => $"| {string.Join(" | ", cells)} |";

    [GeneratedRegex(@"(?<!\\)\|")]
    private static partial Regex Bar();
}
