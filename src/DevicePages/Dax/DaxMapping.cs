namespace DevicePages;

/// <summary>A page of a <see cref="DaxFile"/> in somebody's page table. Thread-safe.</summary>
public sealed class DaxMapping : IDisposable
{
    readonly DaxFile file;
    readonly Page page;
    volatile bool isPresent = true;

    internal DaxMapping(DaxFile file, int index, Page page)
    {
        this.file = file;
        this.page = page;
        Index = index;
        if (!file.MappingCounts)
            return;
        // Not get: an idle page counts zero, and only the file may raise it from there.
        page.Increment();
        page.IncrementMapCount();
    }

    /// <summary>Offset in the file, in pages.</summary>
    public int Index { get; }

    /// <summary>The page is there; not after truncation or <see cref="Dispose"/>.</summary>
    public bool IsPresent => isPresent;

    /// <summary>The bytes of the file, not a copy. Valid while present.</summary>
    /// <exception cref="ObjectDisposedException">The page is not there any more.</exception>
    public Span<byte> Bytes
    {
        get
        {
            ObjectDisposedException.ThrowIf(!isPresent, this);
            return file.Memory.Bytes(page);
        }
    }

    /// <summary>Keeps the page where it is for a device (<c>pin_user_pages</c>).</summary>
    /// <param name="pin">The pin, or null.</param>
    /// <returns>It is pinned; not when it was truncated meanwhile.</returns>
    public bool TryPin(out DaxPin? pin)
    {
        pin = null;
        if (!isPresent || !file.Memory.TryPin(page))
            return false;
        if (!isPresent)
        {
            file.Memory.Unpin(page);
            return false;
        }
        pin = new(file.Memory, page);
        return true;
    }

    /// <summary>Unmaps the page.</summary>
    public void Dispose() => file.Unmap(this);

    internal void Revoke()
    {
        isPresent = false;
        // Before whoever truncates looks at the count: a pin taken in between sees this, or is seen.
        Interlocked.MemoryBarrier();
        if (!file.MappingCounts)
            return;
        page.DecrementMapCount();
        file.Memory.Put(page);
    }
}
