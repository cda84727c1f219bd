namespace DevicePages;

/// <summary>Copies the page table entries of a VMA to that of a child (Linux <c>copy_page_range</c>).</summary>
static class ForkCopy
{
    public static void Apply(Vma parent, Vma child)
    {
        // What comes from a file comes again with the next fault, and zeros do.
        if (parent.Anonymous is null && !parent.IsSpecial)
            return;
        foreach (PteTable table in parent.Space.PageTable.Between(parent.FirstPage, parent.EndPage))
        {
            PteTable copy = child.Space.PageTable.Ensure(table.FirstPage);
            while (!TryCopy(parent, table, child, copy, out Page busy))
                parent.Space.System.Memory.WaitWhileLocked(busy);
        }
    }

    static bool TryCopy(Vma parent, PteTable table, Vma child, PteTable copy, out Page busy)
    {
        lock (table.Gate)
            lock (copy.Gate)
            {
                busy = default;
                if (table.Huge.Kind == PteKind.Present && TryCopyHuge(parent, table, child, copy))
                    return true;
                busy = parent.Space.System.Memory.PageAt(table.Huge.Pfn);
                if (!table.Huge.IsNone && !HugePages.TryMakeSmall(parent.Space.System, table))
                    return false;
                for (long number = Math.Max(parent.FirstPage, table.FirstPage); number < Math.Min(parent.EndPage, table.LastPage + 1); number++)
                {
                    // The child's entry is there already when a device kept this table waiting.
                    if (table[number].Kind == PteKind.DeviceExclusive && !DeviceExclusive.TryRestore(parent, table, number, out busy))
                        return false;
                    if (copy[number].IsNone)
                        Copy(parent, table, child, copy, number);
                }
                return true;
            }
    }

    static bool TryCopyHuge(Vma parent, PteTable table, Vma child, PteTable copy)
    {
        VirtualMemory system = parent.Space.System;
        Page head = system.Memory.PageAt(table.Huge.Pfn);
        if (head.MaybePinned && parent.IsHugeTlb)
            throw new InsufficientMemoryException("A pinned large page cannot be shared with a child.");
        if (head.MaybePinned)
            return false;
        head.Clear(PageFlags.AnonExclusive);
        system.Memory.Get(head);
        head.IncrementMapCount();
        table.Huge = copy.Huge = table.Huge.Without(PteFlags.Write);
        child.Space.AddResident(PteTable.Length);
        return true;
    }

    static void Copy(Vma parent, PteTable table, Vma child, PteTable copy, long number)
    {
        VirtualMemory system = parent.Space.System;
        Pte entry = table[number];
        if (entry.IsNone)
            return;
        if (entry.Kind == PteKind.Swap)
            system.Swap.Get(entry.Pfn);
        else if (entry.IsMapping)
        {
            Page page = system.Memory.PageAt(entry.Pfn), head = page.Head;
            // Who pinned it expects to see the parent's stores, so that it stays the parent's.
            if ((head.Flags & PageFlags.AnonExclusive) != 0 && head.MaybePinned)
            {
                CopyPinned(child, copy, number, page);
                return;
            }
            head.Clear(PageFlags.AnonExclusive);
            system.Memory.Get(head);
            head.IncrementMapCount();
        }
        if (!parent.IsShared)
            table[number] = entry = entry.Without(PteFlags.Write | PteFlags.Exclusive);
        copy[number] = entry;
        if (entry.IsMapping || entry.Kind == PteKind.Migration)
            child.Space.AddResident(1);
    }

    static void CopyPinned(Vma child, PteTable copy, long number, Page page)
    {
        PhysicalMemory memory = child.Space.System.Memory;
        Page fresh = memory.Allocate();
        memory.Bytes(page)[..PhysicalMemory.PageSize].CopyTo(memory.Bytes(fresh));
        PageFaults.MapAnonymous(child, copy, number, fresh);
    }
}
