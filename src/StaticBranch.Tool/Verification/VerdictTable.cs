using System.Globalization;
using System.Text.RegularExpressions;
using StaticBranch.Tool.MachineCode;

namespace StaticBranch.Tool.Verification;

/// <summary>Verdicts for people.</summary>
static partial class VerdictTable
{
    static readonly string[] Header = ["member", "flag", "verdict", "off", "on", "inlined", "where"];

    public static void Write(IReadOnlyCollection<Verdict> verdicts, Terminal terminal)
    {
        if (verdicts.Count > 0)
        {
            terminal.WriteTable([Header, .. verdicts.Select(Row)], (column, cell) => column != 2 ? null : cell switch
            {
                "folded" => Colour.Green,
                "residue" or "not judged" => Colour.Yellow,
                "verdict" => Colour.Bold,
                _ => Colour.Red,
            });
            terminal.Out.WriteLine();
        }
        foreach (Verdict verdict in verdicts.Where(verdict => verdict.Reason is not null))
            terminal.Out.WriteLine($"{verdict.Where?.ToString() ?? Short(verdict.Member)}: {(verdict.Rule is { } rule ? rule + ": " : "")}{verdict.Reason}");
        terminal.Out.WriteLine(string.Join(", ", Enum.GetValues<Outcome>()
            .Select(outcome => (outcome, Count: verdicts.Count(verdict => verdict.Outcome == outcome))).Where(entry => entry.Count > 0)
            .Select(entry => $"{entry.Count} {Text(entry.outcome)}").DefaultIfEmpty("no hot member tests a flag")));
    }

    public static string Text(Outcome outcome) => outcome switch
    {
        Outcome.Folded => "folded",
        Outcome.Residue => "residue",
        Outcome.NotFolded => "not folded",
        Outcome.Unguarded => "unguarded",
        _ => "not judged",
    };

    /// <summary>An id as people say it: <c>Type.Member</c>.</summary>
    public static string Short(string id)
    {
        string name = Arity().Replace(id[2..].Split('(')[0], "");
        return name.LastIndexOf('.') is > 0 and var dot && name.LastIndexOf('.', dot - 1) is >= 0 and var before ? name[(before + 1)..] : name;
    }

    /// <summary>Jumps, calls and bytes.</summary>
    public static string Text(CodeSummary? code) =>
        code is { } known ? string.Create(CultureInfo.InvariantCulture, $"{Count(known.ConditionalJumps, "jump")}, {Count(known.Calls, "call")}, {known.Bytes} B") : "";

    static string Count(int number, string what) => string.Create(CultureInfo.InvariantCulture, $"{number} {what}{(number == 1 ? "" : "s")}");

    [GeneratedRegex(@"`+\d+")]
    private static partial Regex Arity();

    static string[] Row(Verdict verdict) =>
    [
        Short(verdict.Member),
        verdict.Flag is { } flag ? Short(flag) : "",
        Text(verdict.Outcome),
        Text(verdict.Off),
        Text(verdict.On),
        verdict.Inlining is { } inlining ? $"{inlining.Inlined} of {inlining.Callers}" : "",
        verdict.Where?.ToString() ?? "",
    ];
}
