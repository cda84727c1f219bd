using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace StaticBranch.Tool.Commands;

/// <summary>The usual help, followed by the details of a command.</summary>
sealed class DetailedHelp(HelpAction usual) : SynchronousCommandLineAction
{
    // Who asks for help need not know the arguments yet.
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        int exitCode = usual.Invoke(parseResult);
        if (parseResult.CommandResult.Command is DocumentedCommand command) parseResult.InvocationConfiguration.Output.WriteLine(command.Details);
        return exitCode;
    }
}
