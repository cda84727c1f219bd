using Microsoft.Win32.SafeHandles;

namespace DevicePages.Tests;

/// <summary>A file that goes with its user.</summary>
sealed class TemporaryFile : IDisposable
{
    public TemporaryFile(ReadOnlySpan<byte> contents)
    {
        Handle = File.OpenHandle(Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), FileMode.CreateNew, FileAccess.ReadWrite, options: FileOptions.DeleteOnClose);
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

    public void Dispose() => Handle.Dispose();
}
