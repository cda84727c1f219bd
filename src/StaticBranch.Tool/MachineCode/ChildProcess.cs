using System.Diagnostics;

namespace StaticBranch.Tool.MachineCode;

/// <summary>Runs a program to its end, or kills it and all that it started.</summary>
static class ChildProcess
{
    /// <summary>The SDK's command line, apart from any build that this process may be part of, and leaving no server behind that would keep the output open.</summary>
    public static ProcessStartInfo Dotnet(params IEnumerable<string> arguments)
    {
        ProcessStartInfo start = new("dotnet", arguments);
        foreach (string name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToArray()) start.Environment.Remove(name);
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["UseSharedCompilation"] = "false";
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        return start;
    }

    /// <summary>The exit code and all output of a program that is given no input.</summary>
    /// <exception cref="MachineCodeException">The program cannot be started, or did not end in time.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the program was killed.</exception>
    public static async Task<(int ExitCode, string Output, string Error)> RunAsync(ProcessStartInfo start, TimeSpan timeout, CancellationToken cancellation)
    {
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        using Process process = Start(start);
        process.StandardInput.Close();
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(timeout);
        try
        {
            Task<string> output = process.StandardOutput.ReadToEndAsync(limit.Token), error = process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return (process.ExitCode, await output, await error);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            cancellation.ThrowIfCancellationRequested();
            throw new MachineCodeException($"'{Path.GetFileName(start.FileName)}' did not end within {timeout.TotalSeconds:0} s");
        }
    }

    static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new MachineCodeException($"'{start.FileName}' cannot be started: {e.Message}");
        }
    }
}
