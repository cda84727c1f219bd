namespace StaticBranch.Tool.Tests.Commands;

/// <summary>A command, run in this process with its output in a pipe.</summary>
sealed record Run(int ExitCode, string Output, string Error)
{
    public static async Task<Run> OfAsync(params string[] arguments)
    {
        StringWriter output = new(), error = new();
        int exitCode = await App.RunAsync(arguments, new(output, error, isOutputShown: false, isErrorShown: false), TestContext.Current.CancellationToken);
        return new(exitCode, output.ToString(), error.ToString());
    }
}
