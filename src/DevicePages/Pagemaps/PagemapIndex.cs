namespace DevicePages;

/// <summary>Which map a page frame belongs to (Linux <c>pgmap_array</c>). Lookups take no lock.</summary>
sealed class PagemapIndex
{
    readonly Lock gate = new();
    Entry[] entries = [];

    public DevicePagemap? Find(int pfn)
    {
        foreach (Entry entry in Volatile.Read(ref entries))
            if (entry.Range.Contains(pfn))
                return entry.Map;
        return null;
    }

    public bool TryAdd(PfnRange range, DevicePagemap map)
    {
        lock (gate)
        {
            if (entries.Any(entry => entry.Range.Intersects(range)))
                return false;
            Volatile.Write(ref entries, [.. entries, new(range, map)]);
            return true;
        }
    }

    public void Remove(PfnRange range)
    {
        lock (gate)
            Volatile.Write(ref entries, [.. entries.Where(entry => entry.Range != range)]);
    }

    sealed record Entry(PfnRange Range, DevicePagemap Map);
}
