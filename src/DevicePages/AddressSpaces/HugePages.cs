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
    /// <param name="system">The address spaces.</param>
    /// <param name="table">The table with the large entry.</param>
    /// <param name="faultPage">The page to which the fault that is being handled refers as well.</param>
    /// <returns>It did.</returns>
    public static bool TrySplitPage(VirtualMemory system, PteTable table, Page faultPage)
    {
        // A batch holds a reference that is nobody's.
        system.Memory.Lru.DrainAll();
        lock (table.Gate)
            return table.Huge.IsMapping && TrySplitLocked(system, table, faultPage);
    }

    /// <summary>Locks a table with small entries only: splits the large one, or waits until it can be.</summary>
    public static Lock.Scope LockSmall(VirtualMemory system, PteTable table)
    {
        while (true)
        {
            Lock.Scope scope = table.Gate.EnterScope();
            if (table.Huge.IsNone || TryMakeSmall(system, table))
                return scope;
            Page busy = system.Memory.PageAt(table.Huge.Pfn);
            scope.Dispose();
            system.Memory.WaitWhileLocked(busy);
        }
    }

    /// <summary>Replaces a large entry by small ones. The table is locked.</summary>
    /// <returns>It did; it does not while a device page is in somebody's hands, or on its way elsewhere.</returns>
    public static bool TryMakeSmall(VirtualMemory system, PteTable table)
    {
        // Device pages are split at once: nobody but a driver could do it later.
        if (table.Huge.Kind == PteKind.DevicePrivate)
            return TrySplitLocked(system, table, faultPage: default);
        if (table.Huge.Kind != PteKind.Present)
            return false;
        SplitEntry(system.Memory, table);
        return true;
    }

    static bool TrySplitLocked(VirtualMemory system, PteTable table, Page faultPage)
    {
        PhysicalMemory memory = system.Memory;
        Pte huge = table.Huge;
        Page head = memory.PageAt(huge.Pfn);
        bool faulting = head == faultPage, onLru = memory.Lru.TryIsolate(head);
        if (head.MapCount != 1 || !memory.TrySplit(head, 1 + (onLru ? 1 : 0) + (faulting ? 1 : 0)))
        {
            if (onLru)
                memory.Lru.PutBack(head);
            return false;
        }
        if (faulting)
            memory.Get(head);
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
            if (!page.IsZoneDevice)
                memory.Lru.Add(page);
            table[table.FirstPage + i] = new(huge.Kind, huge.Pfn + i, huge.Flags);
        }
        if (head.IsZoneDevice)
            ((IPrivateMemoryOps)memory.PagemapOf(head).Ops!).Split(head, PteTable.Order);
        return true;
    }
}
