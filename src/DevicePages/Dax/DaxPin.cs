namespace DevicePages;

/// <summary>A page of a <see cref="DaxFile"/> that a device may access until this is disposed. Thread-safe.</summary>
public sealed class DaxPin : IDisposable
{
    readonly PhysicalMemory memory;
    readonly Page page;
    int released;

    internal DaxPin(PhysicalMemory memory, Page page)
    {
        this.memory = memory;
        this.page = page;
    }

    /// <summary>The bytes of the file, not a copy. Valid until disposed.</summary>
    /// <exception cref="ObjectDisposedException">The pin is gone.</exception>
    public Span<byte> Bytes
    {
        get
        {
            ObjectDisposedException.ThrowIf(Volatile.Read(ref released) != 0, this);
            return memory.Bytes(page);
        }
    }

    /// <summary>Drops the pin. Who waits for the page is woken.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref released, 1) == 0)
            memory.Unpin(page);
    }
}
