using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using StaticBranch.Tool.Projects;
using StaticBranch.Tool.Verification;

namespace StaticBranch.Tool.Reports;

/// <summary>One page that needs nothing else: hot members, findings, flags.</summary>
static partial class ReportPage
{
    public static string Of(string title, IReadOnlyCollection<Inspection> inspections, ImmutableArray<Verdict> verdicts, IReadOnlyDictionary<string, double> weights)
    {
        Finding[] members = [.. inspections.SelectMany(inspection => inspection.HotMembers)], findings = [.. inspections.SelectMany(inspection => inspection.Findings)];
        ILookup<string?, Finding> findingsOf = findings.ToLookup(finding => finding.HotMember);
        ILookup<string, Verdict> verdictsOf = verdicts.ToLookup(verdict => verdict.Member);
        Verdict[] judged = [.. verdicts.Where(verdict => verdict.Flag is not null)];
        // A column that nobody filled is left out.
        bool isWeighed = members.Any(member => weights.ContainsKey(member.HotMember!));
        return Html.Of($$"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:">
            <link rel="icon" href="data:,">
            <title>{{title}}: static branches</title>
            <style>{{new Html(ReportAssets.Style)}}</style>
            </head>
            <body>
            <header><h1>{{title}}</h1>
            <nav aria-label="Sections"><ul>
            <li><a href="#findings">{{findings.Length}} findings</a></li>
            <li><a href="#members">{{members.Length}} hot members</a></li>
            <li><a href="#flags">{{judged.Length}} guards judged</a>{{string.Concat(judged.GroupBy(verdict => verdict.Outcome).OrderBy(group => group.Key).Select((group, index) => $"{(index == 0 ? ": " : ", ")}{group.Count()} {VerdictTable.Text(group.Key)}"))}}</li>
            </ul></nav></header>
            <main>
            {{Section("findings", "Findings", "Branches that every caller pays for and few need.", "None.", ["Hot member", "Code", "Where", "Rule", "Scope", "What to do"],
                findings.OrderByDescending(finding => weights.GetValueOrDefault(finding.HotMember ?? "")).ThenBy(finding => finding.Where.File, StringComparer.Ordinal).ThenBy(finding => finding.Where.Line).Select(Row))}}
            {{Section("members", "Hot members", isWeighed ? "By their share of the profile's time, then by findings." : "Those with findings first.", "None.", ["Hot member", "Evidence", .. isWeighed ? ["#Weight"] : (string[])[], "#Findings", "Guards", "Where"],
                members.OrderByDescending(member => weights.GetValueOrDefault(member.HotMember!)).ThenByDescending(member => findingsOf[member.HotMember].Count()).ThenBy(member => member.HotMember, StringComparer.Ordinal)
                    .Select(member => Row(member, isWeighed ? weights : null, findingsOf[member.HotMember].Count(), verdictsOf[member.HotMember!])))}}
            {{Section("flags", "Flags", "Where they fold: jumps, calls and bytes with the flag off and on.", "None judged: what static-branch verify --json writes is given with --verdicts.", ["Flag", "Hot member", "Verdict", "Off", "On", "Reason", "Where"], judged.Select(Row))}}
            </main>
            <script>{{new Html(ReportAssets.Script)}}</script>
            </body>
            </html>

            """).Markup;
    }

    /// <param name="columns">The heads; <c>#</c> begins that of a column of numbers.</param>
    static Html Section(string id, string heading, string caption, string empty, string[] columns, IEnumerable<Html> rows)
    {
        Html[] all = [.. rows];
        return all is []
            ? Html.Of($"""<section id="{id}"><h2>{heading}</h2><p>{empty}</p></section>""")
            : Html.Of($"""
                <section id="{id}"><h2>{heading}</h2>
                <div class="scroll" tabindex="0" role="region" aria-label="{heading}"><table>
                <caption>{caption}</caption>
                <thead><tr>{Html.Join(columns.Select(column => Html.Of($"""<th scope="col"{new Html(column is ['#', ..] ? " class=\"number\"" : "")}><button type="button">{column.TrimStart('#')}</button></th>""")))}</tr></thead>
                <tbody>
                {Html.Join(all)}</tbody>
                </table></div></section>
                """);
    }

    static Html Row(Finding finding) => Html.Of($"""
        <tr>{Member(finding.HotMember)}<td><code>{CodeLine(finding.Where)}</code></td>{Place(finding.Where)}<td>{Rule(finding)}</td><td>{finding.Scope?.ToLowerInvariant()}</td><td class="prose">{finding.Message}.{Flags(finding)}</td></tr>

        """);

    static Html Row(Finding member, IReadOnlyDictionary<string, double>? weights, int findings, IEnumerable<Verdict> verdicts) => Html.Of($"""
        <tr>{Member(member.HotMember)}<td>{member.Evidence}</td>{Weight(member.HotMember!, weights)}<td class="number">{(findings > 0 ? findings.ToString(CultureInfo.InvariantCulture) : "")}</td><td>{string.Join(", ", verdicts.Where(verdict => verdict.Flag is not null).Select(verdict => VerdictTable.Text(verdict.Outcome)))}</td>{Place(member.Where)}</tr>

        """);

    static Html Row(Verdict verdict) => Html.Of($"""
        <tr>{Member(verdict.Flag)}<td><code title="{verdict.Member}">{Name(verdict.Member)}</code></td><td><span class="{verdict.Outcome.ToString().ToLowerInvariant()}">{VerdictTable.Text(verdict.Outcome)}</span></td><td class="sizes">{VerdictTable.Text(verdict.Off)}</td><td class="sizes">{VerdictTable.Text(verdict.On)}</td><td class="prose">{verdict.Reason}</td>{Place(verdict.Where)}</tr>

        """);

    static Html Member(string? id) => Html.Of($"""<th scope="row"><code title="{id}">{Name(id)}</code></th>""");

    static Html Weight(string member, IReadOnlyDictionary<string, double>? weights) =>
        weights is null ? new("") : weights.TryGetValue(member, out double weight) ? Html.Of($"""<td class="number" data-order="{weight}">{weight:P1}</td>""") : new("<td></td>");

    static Html Place(SourceLine? where) => where is { } line ? Html.Of($"""<td data-order="{line.File}:{line.Line:D8}" title="{line.File}">{line.ToString()}</td>""") : new("<td></td>");

    // A link only where it leads to the web: what else a log holds is text.
    static Html Rule(Finding finding) => finding.HelpLink?.StartsWith("https://", StringComparison.Ordinal) == true ? Html.Of($"""<a href="{finding.HelpLink}">{finding.Rule}</a>""") : Html.Of($"{finding.Rule}");

    static Html Flags(Finding finding) => finding.Facts.GetValueOrDefault("Flags") is { Length: > 0 } flags
        ? Html.Of($"""<br>In reach: {Html.Join(flags.Split('|').Select(flag => Html.Of($"<code>{flag}</code> ")))}""")
        : new("");

    // Overloads are told apart by the simple names of their parameters.
    static string Name(string? member) => member is not { Length: > 2 } ? ""
        : member.IndexOf('(') is > 0 and var open ? VerdictTable.Short(member) + Qualification().Replace(member[open..], "").Replace('{', '<').Replace('}', '>').Replace(",", ", ")
        : VerdictTable.Short(member);

    [GeneratedRegex(@"(?:\w+\.)+(?=\w)|`+\d+(?=\.)")]
    private static partial Regex Qualification();

    static string CodeLine(SourceLine where) => File.Exists(where.File) ? File.ReadLines(where.File).ElementAtOrDefault(where.Line - 1)?.Trim() ?? "" : "";
}
