namespace DevicePages;

/// <summary>The mmap lock, held for reading until disposed (<c>mmap_read_lock</c>).</summary>
public readonly ref struct MmapReadLock : IDisposable
{
    readonly ReaderWriterLockSlim mmapLock;

    internal MmapReadLock(ReaderWriterLockSlim mmapLock)
    {
        this.mmapLock = mmapLock;
        mmapLock.EnterReadLock();
    }

    /// <summary>Unlocks.</summary>
    public void Dispose() => mmapLock.ExitReadLock();
}
