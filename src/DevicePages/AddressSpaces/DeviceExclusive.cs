namespace DevicePages;

/// <summary>Gives a device a page of system memory for itself, for atomic operations that the bus cannot do against CPU accesses (Linux v6.15 and later).</summary>
public static class DeviceExclusive
{
    /// <summary>Takes a page for a device (<c>make_device_exclusive</c>). The next CPU access, when the page is unlocked, takes it back and tells mirrors before.</summary>
    /// <param name="space">The address space, whose mmap lock is held.</param>
    /// <param name="address">A multiple of the page size, in private writable memory.</param>
    /// <param name="owner">Who causes it, for mirrors to see.</param>
    /// <param name="page">The page, locked and with a reference; both are the caller's to give back.</param>
    /// <returns>The page is out of the CPU's reach.</returns>
    /// <exception cref="SegmentationFaultException">The address is not mapped for stores.</exception>
    /// <exception cref="BusErrorException">A device does not bring the page back.</exception>
    /// <exception cref="InsufficientMemoryException">There is no memory to bring the page to, or it has all the references that can be counted.</exception>
    public static bool TryMake(AddressSpace space, long address, object? owner, out Page page)
    {
        PhysicalMemory memory = space.System.Memory;
        long number = address >> AddressSpace.PageShift;
        while (true)
        {
            page = UserPages.TakeOne(space, address, UserPageAccess.Write);
            if (!page.IsAnonymous || page.Order > 0 || page.IsTail || page.IsZoneDevice)
            {
                memory.Put(page.Head);
                page = default;
                return false;
            }
            memory.Lock(page);
            bool taken = false;
            try
            {
                taken = TryReplaceEntry(space, number, owner, page);
            }
            finally
            {
                if (!taken)
                {
                    memory.Unlock(page);
                    memory.Put(page);
                }
            }
            if (taken)
                return true;
        }
    }

    // The entry keeps its reference and its map count: what owns the one owns the other.
    static bool TryReplaceEntry(AddressSpace space, long number, object? owner, Page page)
    {
        PteTable table = space.PageTable.Ensure(number);
        using (space.Notifiers.Invalidate(number, number + 1, InvalidateReason.Exclusive, owner))
            lock (table.Gate)
            {
                Pte entry = table[number];
                if (!entry.Permits(write: true) || space.System.Memory.PageAt(entry.Pfn) != page)
                    return false;
                if (entry.Has(PteFlags.Dirty))
                    page.Set(PageFlags.Dirty);
                table[number] = new(PteKind.DeviceExclusive, entry.Pfn, PteFlags.None);
                return true;
            }
    }

    /// <summary>Maps the page for the CPU again, unless the device has it locked. The table is locked.</summary>
    internal static bool TryRestore(Vma vma, PteTable table, long number, out Page page)
    {
        PhysicalMemory memory = vma.Space.System.Memory;
        page = memory.PageAt(table[number].Pfn);
        if (!page.TryLock())
            return false;
        bool writable = vma.Permits(write: true) && (page.Flags & PageFlags.AnonExclusive) != 0;
        table[number] = vma.Entry(page, writable ? PteFlags.Write | PteFlags.Dirty : PteFlags.None);
        memory.Unlock(page);
        return true;
    }
}
