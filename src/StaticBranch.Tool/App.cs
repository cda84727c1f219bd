using System.CommandLine;
using System.CommandLine.Help;
using StaticBranch.Tool.Commands;
using StaticBranch.Tool.MachineCode;

namespace StaticBranch.Tool;

/// <summary>The command line as a whole.</summary>
static class App
{
    public static async Task<int> RunAsync(string[] args, Terminal terminal, CancellationToken cancellation = default)
    {
        RootCommand root = new("""
            Proves in the machine code that guarded branches are gone, and learns from profiles which members are hot.

            Exit codes: 0 done, and proved where there was something to prove; 1 not folded; 2 bad input or not judged.
            """) { VerifyCommand.Create(terminal), HotCommand.Create(terminal), ReportCommand.Create(terminal) };
        HelpOption help = root.Options.OfType<HelpOption>().Single();
        help.Action = new DetailedHelp((HelpAction)help.Action!);
        ParseResult arguments = root.Parse(args is [] ? ["--help"] : args);
        if (arguments.Errors is [var first, ..])
        {
            string problem = arguments.UnmatchedTokens is [var token, ..] ? $"'{token}' is neither a command nor an option here" : first.Message;
            terminal.Error.WriteLine($"static-branch: {problem} (static-branch --help)");
            return ExitCode.NotJudged;
        }
        try
        {
            return await arguments.InvokeAsync(new() { Output = terminal.Out, Error = terminal.Error, EnableDefaultExceptionHandler = false }, cancellation);
        }
        catch (Exception e) when (e is InputException or MachineCodeException or BadImageFormatException or IOException or UnauthorizedAccessException)
        {
            terminal.Error.WriteLine($"static-branch: {e.Message.ReplaceLineEndings(" ")}");
            return ExitCode.NotJudged;
        }
        catch (OperationCanceledException)
        {
            return ExitCode.Cancelled;
        }
    }
}
