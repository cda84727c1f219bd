namespace DevicePages;

/// <summary>Moves pages of system memory, whatever is mapped through them stays (Linux <c>migrate_pages</c>). Pages of devices are moved by their drivers only.</summary>
public static class PageMigration
{
    /// <summary>Moves the pages behind addresses (<c>move_pages</c>).</summary>
    /// <param name="space">The address space.</param>
    /// <param name="address">A multiple of the page size.</param>
    /// <param name="count">How many pages.</param>
    /// <param name="zone">Where to.</param>
    /// <returns>What became of each.</returns>
    public static PageMoveResult[] MovePages(AddressSpace space, long address, int count, AllocationZone zone)
    {
        var results = new PageMoveResult[count];
        using MmapReadLock reading = space.LockForReading();
        for (int i = 0; i < count; i++)
            results[i] = MappedPages.TryGet(space, (address >> AddressSpace.PageShift) + i, out Page page) ? MoveAndPut(space.System, page, zone) : PageMoveResult.NoPage;
        return results;
    }

    /// <summary>Moves what can be moved out of a range of page frames (compaction, memory offlining).</summary>
    /// <param name="system">Where the pages are mapped.</param>
    /// <param name="range">Any page frames; only those of system memory are looked at.</param>
    /// <param name="zone">Where to.</param>
    /// <returns>Pages moved.</returns>
    public static int Evacuate(VirtualMemory system, PfnRange range, AllocationZone zone)
    {
        int moved = 0;
        for (int pfn = range.Start; pfn < range.End; pfn++)
            if (system.Memory.TryGetOnlinePage(pfn, out Page page) && page.TryGet() && MoveAndPut(system, page, zone) == PageMoveResult.Moved)
                moved++;
        return moved;
    }

    static PageMoveResult MoveAndPut(VirtualMemory system, Page page, AllocationZone zone)
    {
        try
        {
            return Move(system, page, zone);
        }
        finally
        {
            system.Memory.Put(page);
        }
    }

    /// <summary>Moves one page of which the caller holds a reference.</summary>
    internal static PageMoveResult Move(VirtualMemory system, Page page, AllocationZone zone)
    {
        PhysicalMemory memory = system.Memory;
        if (page.IsZoneDevice)
            return PageMoveResult.NoPage;
        if (!IsolatedPage.TryIsolate(system, page))
            return PageMoveResult.Busy;
        Page target = default;
        bool moved = page.MapCount == 0 && memory.TryAllocate(zone, 0, out target) && TryMove(system, page, target);
        IsolatedPage.PutBack(system, page, moved ? target : page);
        if (!target.IsNull)
        {
            if (moved)
                memory.Unlock(target);
            memory.Put(target);
        }
        return moved ? PageMoveResult.Moved : PageMoveResult.Busy;
    }

    static bool TryMove(VirtualMemory system, Page page, Page target)
    {
        target.TryLock();
        system.Memory.Bytes(page).CopyTo(system.Memory.Bytes(target));
        if (MappingMove.TryMove(system, page, target, ExpectedReferences(page, callers: 1)))
            return true;
        system.Memory.Unlock(target);
        return false;
    }

    /// <summary>References of an unmapped isolated page that nobody else uses. Of a device page that is idle at one there is always one more.</summary>
    internal static int ExpectedReferences(Page page, int callers) => callers + 1 + (page.Mapping != 0 && !page.IsAnonymous ? 1 : 0);
}
