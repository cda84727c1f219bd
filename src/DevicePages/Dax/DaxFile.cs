namespace DevicePages;

/// <summary>
/// A file whose pages are those of persistent memory: mapping it gives the memory itself, no copy (Linux <c>fs/dax.c</c>). Thread-safe.
/// </summary>
/// <remarks>
/// A device that transfers to or from a page holds a <see cref="DaxPin"/>. Truncation takes the mappings away from under their users, but has to wait for pins:
/// the device would write into what is another file's by then. Until v6.14 a mapping does not count as a reference to its page, since v6.15 it does.
/// </remarks>
public sealed class DaxFile : IDisposable
{
    readonly Lock gate = new();
    readonly DevicePagemap map;
    readonly HashSet<DaxMapping> mappings = [];
    int length;

    /// <summary>Opens a file as persistent memory.</summary>
    /// <param name="memory">The machine.</param>
    /// <param name="path">The file; it is made as long as the range, if it is shorter. What a longer one has behind that stays as it is.</param>
    /// <param name="range">The page frames that the memory gets.</param>
    /// <exception cref="NotSupportedException">The protocol has no such memory.</exception>
    /// <exception cref="IOException">The file cannot be opened or mapped.</exception>
    public DaxFile(PhysicalMemory memory, string path, PfnRange range)
    {
        Memory = memory;
        length = range.Length;
        map = memory.CreatePagemap(new() { Type = PagemapType.FsDax, Ranges = [range], Memory = range => DeviceMemory.MapFile(path, range) });
    }

    /// <summary>Pages that belong to the file; the memory may have more.</summary>
    public int Length => Volatile.Read(ref length);

    internal PhysicalMemory Memory { get; }

    // v6.15, "fs/dax: properly refcount fs dax pages"
    internal bool MappingCounts => Memory.FreeCount(PagemapType.FsDax) == 0;

    /// <summary>Maps a page of the file.</summary>
    /// <param name="index">Offset in pages.</param>
    /// <returns>The mapping, valid until it is disposed or the file is truncated.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The file is not that long.</exception>
    public DaxMapping Map(int index)
    {
        lock (gate)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, length);
            DaxMapping mapping = new(this, index, Memory.PageAt(map.Ranges[0].Start + index));
            mappings.Add(mapping);
            return mapping;
        }
    }

    /// <summary>Shortens the file: takes away the mappings of what goes, and waits until no device uses it (<c>dax_layout_busy_page</c>, <c>ext4_break_layouts</c>). What goes reads as zero if it ever comes back.</summary>
    /// <param name="newLength">Pages that stay.</param>
    /// <param name="timeout">How long to wait for one page at most.</param>
    /// <returns>It is shorter; if not, mappings may be gone and contents are untouched.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="newLength"/> is negative.</exception>
    public bool Truncate(int newLength, TimeSpan timeout)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(newLength);
        while (true)
        {
            Page busy;
            lock (gate)
            {
                // First unmap, then look: who pins through a mapping either shows in the count, or finds the mapping gone.
                foreach (DaxMapping mapping in mappings.Where(mapping => mapping.Index >= newLength).ToArray())
                    Unmap(mapping);
                if (!TryFindBusy(newLength, out busy))
                {
                    for (int i = newLength; i < length; i++)
                        Memory.Bytes(Memory.PageAt(map.Ranges[0].Start + i)).Clear();
                    length = Math.Min(length, newLength);
                    return true;
                }
            }
            if (!Memory.WaitUntilIdle(busy, timeout))
                return false;
        }
    }

    /// <summary>Lengthens the file by pages of zeros.</summary>
    /// <param name="newLength">Pages, up to those that the memory has.</param>
    /// <exception cref="ArgumentOutOfRangeException">The memory has no more pages, or <paramref name="newLength"/> is negative.</exception>
    public void Extend(int newLength)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(newLength);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(newLength, map.Ranges[0].Length);
        lock (gate)
            length = Math.Max(length, newLength);
    }

    /// <summary>Closes the file, as soon as no device uses it; its contents stay (<c>kill_dax</c>).</summary>
    public void Dispose()
    {
        Page busy;
        do
        {
            lock (gate)
            {
                foreach (DaxMapping mapping in mappings.ToArray())
                    Unmap(mapping);
                length = 0;
            }
        }
        while (TryFindBusy(0, out busy) && Memory.WaitUntilIdle(busy, Timeout.InfiniteTimeSpan));
        map.Dispose();
    }

    internal void Unmap(DaxMapping mapping)
    {
        lock (gate)
            if (mappings.Remove(mapping))
                mapping.Revoke();
    }

    bool TryFindBusy(int from, out Page busy)
    {
        int free = Memory.FreeCount(PagemapType.FsDax);
        busy = map.Heads().Skip(from).FirstOrDefault(page => page.Count > free);
        return !busy.IsNull;
    }
}
