namespace DevicePages;

/// <summary>Takes a page of system memory from the LRU and from all who map it, and gives it back (what reclaim and migration have in common).</summary>
static class IsolatedPage
{
    /// <summary>Isolates, locks and unmaps a page, as far as its exclusive mappings are not pinned.</summary>
    /// <returns>It is isolated and locked; look at its map count.</returns>
    public static bool TryIsolate(VirtualMemory system, Page page)
    {
        if ((page.Flags & PageFlags.Lru) == 0)
            system.Memory.Lru.DrainAll();
        return system.Memory.Lru.TryIsolate(page) && TryUnmap(system, page);
    }

    /// <summary>Locks and unmaps a page that is isolated already; puts it back if that fails, or a mirror throws.</summary>
    public static bool TryUnmap(VirtualMemory system, Page page)
    {
        // Merged pages have mappings that a walk does not find.
        if (!MappedPages.IsOrdinary(page) || (page.Flags & PageFlags.Merged) != 0 || !page.TryLock())
        {
            system.Memory.Lru.PutBack(page);
            return false;
        }
        try
        {
            if (page.MapCount > 0)
                MappingWalk.ReplaceByMigrationEntries(system, page);
            return true;
        }
        catch
        {
            PutBack(system, page, page);
            throw;
        }
    }

    /// <summary>Maps a page, or the one that took its place, and drops lock and isolation.</summary>
    public static void PutBack(VirtualMemory system, Page page, Page target)
    {
        system.Memory.Lru.Add(target);
        MappingWalk.RestoreMigrationEntries(system, page, target);
        system.Memory.Unlock(page);
        system.Memory.Put(page);
    }
}
