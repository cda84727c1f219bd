namespace DevicePages;

/// <summary>Frees pages of system memory: anonymous ones go to swap space, those of files to the files (Linux <c>vmscan.c</c>). Sees nothing but the LRU.</summary>
public static class Reclaim
{
    /// <summary>Frees the pages that were longest on the LRU.</summary>
    /// <param name="system">Where they are mapped.</param>
    /// <param name="pages">How many to free at most.</param>
    /// <returns>Pages freed.</returns>
    /// <exception cref="IOException">A file could not be written; its page is as before, and those that were freed already stay so. Other exceptions of <see cref="RandomAccess"/> are passed on as well.</exception>
    public static int Shrink(VirtualMemory system, int pages)
    {
        Lru lru = system.Memory.Lru;
        lru.DrainAll();
        int freed = 0;
        for (int left = lru.Count; left > 0 && freed < pages && lru.TryIsolateOldest(out Page page); left--)
            if (TryReclaim(system, page))
                freed++;
        return freed;
    }

    /// <summary>Frees the pages of a range (<c>MADV_PAGEOUT</c>).</summary>
    internal static void PageOut(AddressSpace space, long address, long length)
    {
        Lru lru = space.System.Memory.Lru;
        lru.DrainAll();
        using MmapReadLock reading = space.LockForReading();
        for (long number = address >> AddressSpace.PageShift; number < address + length >> AddressSpace.PageShift; number++)
            if (MappedPages.TryGet(space, number, out Page page))
            {
                bool isolated = lru.TryIsolate(page);
                space.System.Memory.Put(page);
                if (isolated)
                    TryReclaim(space.System, page);
            }
    }

    // Takes over the isolation's reference.
    static bool TryReclaim(VirtualMemory system, Page page)
    {
        if (!IsolatedPage.TryUnmap(system, page))
            return false;
        bool reclaimed = false;
        try
        {
            reclaimed = page.MapCount == 0 && (page.IsAnonymous ? TrySwapOut(system, page) : TryDrop(system, page));
        }
        finally
        {
            if (!reclaimed)
                IsolatedPage.PutBack(system, page, page);
        }
        if (reclaimed)
        {
            page.Mapping = 0;
            system.Memory.Unlock(page);
            system.Memory.Put(page);
        }
        return reclaimed;
    }

    static bool TrySwapOut(VirtualMemory system, Page page)
    {
        if (!TryFreeze(page))
            return false;
        int slot = system.Swap.Store(system.Memory.Bytes(page));
        Unmap(system, page, () =>
        {
            system.Swap.Get(slot);
            return new(PteKind.Swap, slot, PteFlags.None);
        });
        system.Swap.Put(slot);
        page.Unfreeze(1);
        return true;
    }

    static bool TryDrop(VirtualMemory system, Page page)
    {
        if (system.MappingOf(page) is not FileMapping file || !file.TryDrop(page, expected: 2))
            return false;
        Unmap(system, page, static () => default);
        return true;
    }

    static void Unmap(VirtualMemory system, Page page, Func<Pte> replacement)
    {
        int pfn = system.Memory.PfnOf(page);
        MappingWalk.Walk(system, page, 1, (in places, _) =>
        {
            if (places[0] is not { Kind: PteKind.Migration } entry || entry.Pfn != pfn)
                return;
            places[0] = replacement();
            places.Vma.Space.AddResident(-1);
        });
    }

    /// <summary>Succeeds when the isolation's reference is the only one, which it never is of a page that is idle at one.</summary>
    internal static bool TryFreeze(Page page) => page.TryFreeze(1);
}
