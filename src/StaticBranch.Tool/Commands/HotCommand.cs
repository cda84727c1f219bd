using System.CommandLine;
using System.Globalization;
using StaticBranch.Tool.Metadata;
using StaticBranch.Tool.Profiles;
using StaticBranch.Tool.Projects;

namespace StaticBranch.Tool.Commands;

/// <summary><c>static-branch hot</c>: from profiles to the list of hot members that the analyzers read.</summary>
static class HotCommand
{
    // What could not be mapped is for a person to look at: the heaviest few say what is wrong.
    const int ShownUnmapped = 10;

    static readonly Argument<string[]> Traces = new("TRACE") { Description = "A .nettrace file, speedscope JSON, the text of perf script, or the full JSON report of BenchmarkDotNet.", Arity = ArgumentArity.OneOrMore };
    static readonly Option<string> Project = new("--project", "-p") { Description = "The project, its folder, or its assembly.", DefaultValueFactory = _ => "." };
    static readonly Option<string?> Framework = new("--framework", "-f") { Description = "The target framework, where the project has several." };
    static readonly Option<int> Top = new("--top") { Description = "At most so many members.", DefaultValueFactory = _ => 20 };
    static readonly Option<double> Share = new("--share") { Description = "Only members with at least this share of the time, between 0 and 1.", DefaultValueFactory = _ => 0.01 };
    static readonly Option<string?> Output = new("--output", "-o") { Description = "The list to write; an existing one is merged. Without it the entries go to the output." };

    public static Command Create(Terminal terminal)
    {
        DocumentedCommand command = new("hot", "Learns from profiles which members are hot, and writes the list that the analyzers read.", """
            Examples:
              dotnet-trace collect --providers Microsoft-DotNETCore-SampleProfiler:0:5,Microsoft-Windows-DotNETRuntime:0x14C14FDCBD:5 -o app.nettrace -- bin/App
              static-branch hot app.nettrace -o HotPaths.txt
              perf script | static-branch hot /dev/stdin --project src/App --top 10

            """)
        { Traces, Project, Framework, Top, Share, Output };
        command.SetAction((arguments, cancellation) => RunAsync(arguments, terminal, cancellation));
        return command;
    }

    static async Task<int> RunAsync(ParseResult arguments, Terminal terminal, CancellationToken cancellation)
    {
        int top = arguments.GetValue(Top);
        double least = arguments.GetValue(Share);
        if (top < 1) throw new InputException($"--top must be at least 1, not {top}");
        if (least is not (>= 0 and <= 1)) throw new InputException($"--share must be between 0 and 1, not {least.ToString(CultureInfo.InvariantCulture)}");
        string[] traces = arguments.GetValue(Traces)!;
        if (traces.FirstOrDefault(trace => !File.Exists(trace)) is { } missing) throw new InputException($"'{missing}' {(Directory.Exists(missing) ? "is a folder, not a profile" : "does not exist")}");

        BuiltProject project = await terminal.ProgressAsync("building the project", BuiltProject.OpenAsync(arguments.GetValue(Project)!, arguments.GetValue(Framework), cancellation: cancellation));
        OwnMethods own = OwnMethods.Read(project.Own);
        Profile[] profiles = await terminal.ProgressAsync("reading the profile", Task.Run(() => traces.Select(trace => ProfileReader.Read(trace, own)).ToArray(), cancellation));

        // Profiles count alike, however long they were recorded and in whatever unit.
        (string Id, double Weight)[] hot =
        [
            .. profiles.SelectMany(profile => profile.Shares).GroupBy(entry => entry.Id, entry => entry.Share / profiles.Length)
                .Select(group => (group.Key, Weight: group.Sum()))
                .Where(entry => entry.Weight >= least)
                .OrderByDescending(entry => entry.Weight).ThenBy(entry => entry.Key, StringComparer.Ordinal)
                .Take(top),
        ];
        ReportUnmapped(profiles, terminal);
        if (hot is []) throw new InputException("no method of the project has a share of the time: is it the project that was profiled?");

        string source = string.Join(", ", traces.Select(trace => Path.GetFileName(trace).Replace(';', '_').Replace('#', '_').ReplaceLineEndings("_")));
        if (arguments.GetValue(Output) is not { } output)
        {
            terminal.Out.Write(HotPathList.Merge("", hot, source));
            return ExitCode.Proved;
        }
        AtomicFile.Change(output, existing => HotPathList.Merge(existing, hot, source));
        terminal.Out.WriteLine($"{hot.Length} hot members in {output}");
        return ExitCode.Proved;
    }

    static void ReportUnmapped(Profile[] profiles, Terminal terminal)
    {
        (string Frame, double Share)[] unmapped = [.. profiles.SelectMany(profile => profile.Unmapped).OrderByDescending(entry => entry.Share)];
        foreach ((string frame, double share) in unmapped.Take(ShownUnmapped))
            terminal.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"not mapped: {share:P1} in {Printable(frame)}, which the project's assemblies do not have, or have several times"));
        if (unmapped.Length > ShownUnmapped) terminal.Error.WriteLine($"not mapped: {unmapped.Length - ShownUnmapped} more");
    }

    // Names in a profile are foreign text: no control characters reach the terminal.
    static string Printable(string text) => string.Concat(text.Take(200).Select(character => char.IsControl(character) ? '?' : character));
}
