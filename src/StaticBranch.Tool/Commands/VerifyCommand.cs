using System.Collections.Immutable;
using System.CommandLine;
using StaticBranch.Tool.MachineCode;
using StaticBranch.Tool.Projects;
using StaticBranch.Tool.Verification;

namespace StaticBranch.Tool.Commands;

/// <summary><c>static-branch verify</c>: whether guarded branches are gone from the machine code.</summary>
static class VerifyCommand
{
    static readonly Argument<string> Project = new("PROJECT|ASSEMBLY") { Description = "A C# project, its folder, or an assembly.", DefaultValueFactory = _ => "." };
    static readonly Option<string?> Framework = new("--framework", "-f") { Description = "The target framework, where the project has several." };
    static readonly Option<string?> Runtime = new("--runtime", "-r") { Description = "The runtime whose JIT judges: net8.0, net9.0 or net10.0. By default the one that the project runs on." };
    static readonly Option<bool> Aot = new("--aot") { Description = "Judges the code of NativeAOT: publishes the application and compiles it again for each position." };
    static readonly Option<string[]> Methods = new("--method", "-m") { Description = "The documentation comment id of a member to judge instead of those that are known to be hot, such as M:App.Pages.Put(App.Page). May be given several times." };
    static readonly Option<bool> Json = new("--json") { Description = "Writes the verdicts as JSON." };
    static readonly Option<bool> Sarif = new("--sarif") { Description = "Writes what is not proved as SARIF 2.1.0, for editors." };

    public static Command Create(Terminal terminal)
    {
        DocumentedCommand command = new("verify", "Proves in the machine code that the branches behind feature flags are gone.", """
            Compiles each hot member with each of its flags off and on, and compares the machine code with that of a literal in the flag's place.

            Exit codes: 0 everything folded; 1 a flag does not fold, or a special case has none; 2 something could not be judged.

            Examples:
              static-branch verify src/App
              static-branch verify bin/Release/net10.0/App.dll --method "M:App.Pages.Put(App.Page)"
              static-branch verify src/App --aot
              static-branch verify src/App --sarif > verdicts.sarif

            """)
        { Project, Framework, Runtime, Aot, Methods, Json, Sarif };
        command.SetAction((arguments, cancellation) => RunAsync(arguments, terminal, cancellation));
        return command;
    }

    static async Task<int> RunAsync(ParseResult arguments, Terminal terminal, CancellationToken cancellation)
    {
        if (arguments.GetValue(Json) && arguments.GetValue(Sarif)) throw new InputException("the output is either --json or --sarif");
        using TemporaryFolder folder = new();
        string? runtime = arguments.GetValue(Runtime) is { } framework ? await InstalledRuntime.OfAsync(framework, cancellation) : null;
        Inspection inspection = await terminal.ProgressAsync("building the project", Inspection.OfAsync(arguments.GetValue(Project)!, arguments.GetValue(Framework), cancellation));
        JitCompiler jit = new(Path.GetDirectoryName(inspection.Project.Assembly)!, runtime);
        ICompiler compiler = arguments.GetValue(Aot) ? await terminal.ProgressAsync("publishing with NativeAOT", PublishAsync(inspection.Project, arguments.GetValue(Framework), jit, folder.Path, cancellation)) : jit;
        ImmutableArray<Verdict> verdicts = await terminal.ProgressAsync("comparing machine code", Verdicts.OfAsync(inspection, [.. arguments.GetValue(Methods) ?? []], compiler, cancellation));
        if (arguments.GetValue(Json))
            terminal.Out.WriteLine(VerdictJson.Write(verdicts));
        else if (arguments.GetValue(Sarif))
            terminal.Out.WriteLine(VerdictSarif.Write(verdicts, typeof(VerifyCommand).Assembly.GetName().Version!.ToString(3)));
        else
            VerdictTable.Write(verdicts, terminal);
        return Verdicts.ExitCode(verdicts);
    }

    static Task<AotCompiler> PublishAsync(BuiltProject project, string? framework, JitCompiler jit, string folder, CancellationToken cancellation) => project.Path is { } path
        ? AotCompiler.PublishAsync(path, framework, jit, folder, cancellation)
        : throw new InputException("--aot publishes, so it needs a project, not an assembly");
}
