using System.IO.Pipes;

namespace StaticBranch.Tool.Tests;

/// <summary>A content that can be read once, by a path, as a shell's <c>|</c> offers it.</summary>
sealed class Pipe : IDisposable
{
    readonly AnonymousPipeServerStream end = new(PipeDirection.In);

    public Pipe(byte[] content)
    {
        AnonymousPipeClientStream start = new(PipeDirection.Out, end.ClientSafePipeHandle);
        // A pipe holds little, so the rest waits for the reader.
        _ = Task.Run(() => { using (start) start.Write(content); });
    }

    public string Path => $"/dev/fd/{end.SafePipeHandle.DangerousGetHandle()}";

    public void Dispose() => end.Dispose();
}
