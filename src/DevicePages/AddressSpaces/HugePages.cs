namespace DevicePages;

/// <summary>Large entries of a page table (Linux <c>huge_memory.c</c>).</summary>
static class HugePages
{
    /// <summary>Replaces a large entry by small ones for the same compound page (<c>split_huge_pmd</c>). The table is locked.</summary>
    public static void SplitEntry(PhysicalMemory memory, PteTable table)
    {
        Pte huge = table.Huge;
        Page head = memory.PageAt(huge.Pfn);
        head.Add(PteTable.Length - 1);
        for (int i = 1; i < PteTable.Length; i++)
            head.IncrementMapCount();
        table.Huge = default;
        for (int i = 0; i < PteTable.Length; i++)
            table[i] = new(huge.Kind, huge.Pfn + i, huge.Flags);
    }

    /// <summary>Makes single pages of the compound page behind a large entry, if this is its only user (<c>split_huge_page</c>).</summary>
    /// <returns>It did.</returns>
    public static bool TrySplitPage(VirtualMemory system, PteTable table)
    {
        PhysicalMemory memory = system.Memory;
        // A batch holds a reference that is nobody's.
        memory.Lru.DrainAll();
        lock (table.Gate)
        {
            if (table.Huge is not { Kind: PteKind.Present } huge)
                return false;
            Page head = memory.PageAt(huge.Pfn);
            bool onLru = memory.Lru.TryIsolate(head);
            if (head.MapCount != 1 || !memory.TrySplit(head, onLru ? 2 : 1))
            {
                if (onLru)
                    memory.Lru.PutBack(head);
                return false;
            }
            table.Huge = default;
            for (int i = 0; i < PteTable.Length; i++)
            {
                Page page = memory.PageAt(huge.Pfn + i);
                if (i > 0)
                {
                    (page.Mapping, page.Index) = (head.Mapping, head.Index + i);
                    page.Set(head.Flags & (PageFlags.Uptodate | PageFlags.SwapBacked | PageFlags.AnonExclusive | PageFlags.Dirty));
                    page.IncrementMapCount();
                }
                memory.Lru.Add(page);
                table[i] = new(huge.Kind, huge.Pfn + i, huge.Flags);
            }
            return true;
        }
    }
}
