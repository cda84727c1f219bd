using System.Collections.Immutable;
using System.CommandLine;
using StaticBranch.Tool.Profiles;
using StaticBranch.Tool.Projects;
using StaticBranch.Tool.Reports;
using StaticBranch.Tool.Verification;

namespace StaticBranch.Tool.Commands;

/// <summary><c>static-branch report</c>: one page on a project or solution.</summary>
static class ReportCommand
{
    static readonly Argument<string> Project = new("PROJECT|SLN") { Description = "A C# project, its folder, or a solution.", DefaultValueFactory = _ => "." };
    static readonly Option<string?> Framework = new("--framework", "-f") { Description = "The target framework, where a project has several." };
    static readonly Option<string> Output = new("--output", "-o") { Description = "The page to write.", DefaultValueFactory = _ => "report.html" };
    static readonly Option<string[]> VerdictFiles = new("--verdicts") { Description = "What verify --json wrote. May be given several times." };

    public static Command Create(Terminal terminal)
    {
        DocumentedCommand command = new("report", "Writes one HTML page: hot members, findings, and where flags fold.", """
            The page needs no network. Hot members are shown with evidence and weight, findings with their code, flags with the machine code's verdict.

            Examples:
              static-branch report src/App -o report.html
              static-branch verify src/App --json > verdicts.json; static-branch report src/App --verdicts verdicts.json

            """)
        { Project, Framework, Output, VerdictFiles };
        command.SetAction((arguments, cancellation) => RunAsync(arguments, terminal, cancellation));
        return command;
    }

    static async Task<int> RunAsync(ParseResult arguments, Terminal terminal, CancellationToken cancellation)
    {
        string path = arguments.GetValue(Project)!, output = arguments.GetValue(Output)!;
        List<Verdict> verdicts = [];
        foreach (string file in arguments.GetValue(VerdictFiles) ?? []) verdicts.AddRange(await VerdictJson.ReadAsync(file, cancellation));
        List<Inspection> inspections = [];
        foreach (string project in await Solution.ProjectsAsync(path, cancellation))
            inspections.Add(await terminal.ProgressAsync($"building {Path.GetFileNameWithoutExtension(project)}", Inspection.OfAsync(project, arguments.GetValue(Framework), cancellation)));

        Dictionary<string, double> weights = [];
        foreach (string list in inspections.SelectMany(inspection => inspection.Project.HotPathLists).Distinct())
            foreach ((string id, double weight) in HotPathList.Weights(await File.ReadAllTextAsync(list, cancellation)))
                weights[id] = weight;
        AtomicFile.Write(output, ReportPage.Of(Path.GetFileNameWithoutExtension(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path))), inspections, [.. verdicts], weights));
        terminal.Out.WriteLine($"{inspections.Sum(inspection => inspection.Findings.Length)} findings in {output}");
        return ExitCode.Proved;
    }
}
