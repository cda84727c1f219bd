using Microsoft.Win32.SafeHandles;

namespace DevicePages.Tests;

/// <summary>A file that goes with its user.</summary>
sealed class TemporaryFile : IDisposable
{
    readonly string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    public TemporaryFile(ReadOnlySpan<byte> contents)
    {
        Handle = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.ReadWrite, FileOptions.DeleteOnClose);
        RandomAccess.Write(Handle, contents, 0);
    }

    public SafeFileHandle Handle { get; }

    public byte[] Contents
    {
        get
        {
            byte[] bytes = new byte[RandomAccess.GetLength(Handle)];
            RandomAccess.Read(Handle, bytes, 0);
            return bytes;
        }
    }

    public SafeFileHandle Reopen(FileAccess access) => File.OpenHandle(path, FileMode.Open, access, FileShare.ReadWrite);

    public void Dispose() => Handle.Dispose();
}
