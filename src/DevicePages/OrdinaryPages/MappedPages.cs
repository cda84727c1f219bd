namespace DevicePages;

/// <summary>Finds ordinary pages through page tables: what scans these for something to do leaves memory of devices alone.</summary>
static class MappedPages
{
    /// <summary>A single anonymous or file page that is mapped for the CPU, with a reference.</summary>
    public static bool TryGet(AddressSpace space, long number, out Page page)
    {
        PhysicalMemory memory = space.System.Memory;
        page = default;
        if (space.PageTable.Find(number) is not { } table)
            return false;
        lock (table.Gate)
        {
            Pte entry = table[number];
            if (entry.Kind != PteKind.Present || entry.IsZeroPage || !IsOrdinary(memory.PageAt(entry.Pfn)))
                return false;
            page = memory.PageAt(entry.Pfn);
            memory.Get(page);
            return true;
        }
    }

    /// <summary>Not of a device, and not part of a compound page.</summary>
    public static bool IsOrdinary(Page page) => !page.IsZoneDevice && !page.IsTail && page.Order == 0;
}
