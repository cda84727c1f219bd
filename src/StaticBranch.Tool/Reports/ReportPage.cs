using System.Collections.Immutable;
using StaticBranch.Tool.Projects;
using StaticBranch.Tool.Verification;

namespace StaticBranch.Tool.Reports;

/// <summary>One page that needs nothing else: hot members, findings, flags.</summary>
static class ReportPage
{
    public static string Of(string title, IReadOnlyCollection<Inspection> inspections, ImmutableArray<Verdict> verdicts, IReadOnlyDictionary<string, double> weights)
    {
        Finding[] members = [.. inspections.SelectMany(inspection => inspection.HotMembers)], findings = [.. inspections.SelectMany(inspection => inspection.Findings)];
        ILookup<string?, Finding> findingsOf = findings.ToLookup(finding => finding.HotMember);
        ILookup<string, Verdict> verdictsOf = verdicts.ToLookup(verdict => verdict.Member);
        Verdict[] judged = [.. verdicts.Where(verdict => verdict.Flag is not null)];
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
            <a class="skip" href="#findings">Skip to the findings</a>
            <header><h1>{{title}}</h1>
            <p>{{members.Length}} hot members, {{findings.Length}} findings, {{judged.Length}} guards judged by the machine code.</p></header>
            <main>
            {{Section("findings", "Findings", "Branches that every caller pays for and few need.", ["Where", "Hot member", "Code", "Rule", "Scope", "What to do"],
                findings.OrderByDescending(finding => weights.GetValueOrDefault(finding.HotMember ?? "")).Select(Row))}}
            {{Section("members", "Hot members", "Heaviest first where a profile gave weights.", ["Hot member", "Evidence", "Weight", "Findings", "Guards", "Where"],
                members.OrderByDescending(member => weights.GetValueOrDefault(member.HotMember!)).Select(member => Row(member, weights, findingsOf[member.HotMember].Count(), verdictsOf[member.HotMember!])))}}
            {{Section("flags", "Flags", "Where they fold: jumps, calls and bytes with the flag off and on.", ["Flag", "Hot member", "Verdict", "Off", "On", "Reason", "Where"], judged.Select(Row))}}
            </main>
            <script>{{new Html(ReportAssets.Script)}}</script>
            </body>
            </html>

            """).Markup;
    }

    static Html Section(string id, string heading, string caption, string[] columns, IEnumerable<Html> rows)
    {
        Html[] all = [.. rows];
        return all is []
            ? Html.Of($"""<section id="{id}"><h2>{heading}</h2><p>None.</p></section>""")
            : Html.Of($"""
                <section id="{id}"><h2>{heading}</h2>
                <div class="scroll" tabindex="0" role="region" aria-label="{heading}"><table>
                <caption>{caption}</caption>
                <thead><tr>{Html.Join(columns.Select(column => Html.Of($"""<th scope="col"><button type="button">{column}</button></th>""")))}</tr></thead>
                <tbody>
                {Html.Join(all)}</tbody>
                </table></div></section>
                """);
    }

    static Html Row(Finding finding) => Html.Of($"""
        <tr>{Place(finding.Where)}<th scope="row"><code>{Name(finding.HotMember)}</code></th><td><code>{CodeLine(finding.Where)}</code></td><td>{Rule(finding)}</td><td>{finding.Scope?.ToLowerInvariant()}</td><td>{finding.Message}{Flags(finding)}</td></tr>

        """);

    static Html Row(Finding member, IReadOnlyDictionary<string, double> weights, int findings, IEnumerable<Verdict> verdicts) => Html.Of($"""
        <tr><th scope="row"><code>{Name(member.HotMember)}</code></th><td>{member.Evidence}</td>{(weights.TryGetValue(member.HotMember!, out double weight) ? Html.Of($"""<td class="number" data-order="{weight}">{weight:P1}</td>""") : new("<td></td>"))}<td class="number">{findings}</td><td>{string.Join(", ", verdicts.Where(verdict => verdict.Flag is not null).Select(verdict => VerdictTable.Text(verdict.Outcome)))}</td>{Place(member.Where)}</tr>

        """);

    static Html Row(Verdict verdict) => Html.Of($"""
        <tr><th scope="row"><code>{VerdictTable.Short(verdict.Flag!)}</code></th><td><code>{Name(verdict.Member)}</code></td><td class="{verdict.Outcome.ToString().ToLowerInvariant()}">{VerdictTable.Text(verdict.Outcome)}</td><td>{VerdictTable.Text(verdict.Off)}</td><td>{VerdictTable.Text(verdict.On)}</td><td>{verdict.Reason}</td>{Place(verdict.Where)}</tr>

        """);

    static Html Place(SourceLine? where) => where is { } line ? Html.Of($"""<td data-order="{line.File}:{line.Line:D8}" title="{line.File}">{line.ToString()}</td>""") : new("<td></td>");

    // A link only where it leads to the web: what else a log holds is text.
    static Html Rule(Finding finding) => finding.HelpLink?.StartsWith("https://", StringComparison.Ordinal) == true ? Html.Of($"""<a href="{finding.HelpLink}">{finding.Rule}</a>""") : Html.Of($"{finding.Rule}");

    static Html Flags(Finding finding) => finding.Facts.GetValueOrDefault("Flags") is { Length: > 0 } flags
        ? Html.Of($" Flags in reach: <code>{flags.Replace("|", ", ")}</code>.")
        : new("");

    static string Name(string? member) => member is { Length: > 2 } ? VerdictTable.Short(member) : "";

    static string CodeLine(SourceLine where) => File.Exists(where.File) ? File.ReadLines(where.File).ElementAtOrDefault(where.Line - 1)?.Trim() ?? "" : "";
}
