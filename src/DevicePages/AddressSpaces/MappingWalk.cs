namespace DevicePages;

/// <summary>Finds the entries that stand for a page, and changes them (Linux <c>rmap</c>).</summary>
static class MappingWalk
{
    /// <summary>A place where a page is mapped, with its table locked.</summary>
    internal readonly record struct Place(Vma Vma, PteTable Table, long Page, bool IsHuge)
    {
        public Pte Entry
        {
            get => IsHuge ? Table.Huge : Table[Page];
            set
            {
                if (IsHuge)
                    Table.Huge = value;
                else
                    Table[Page] = value;
            }
        }

        public Pte Clear() => IsHuge ? Table.ClearHuge() : Table.Clear(Page);
    }

    /// <summary>Visits each entry that stands for a page, wherever it is mapped: small ones for a single page, large ones for a compound page.</summary>
    /// <param name="system">The address spaces.</param>
    /// <param name="page">A page that the caller has locked; its mapping says where to look.</param>
    /// <param name="standsFor">Which entries to visit.</param>
    /// <param name="visit">What to do with one.</param>
    /// <param name="reason">What mirrors are told beforehand, or null.</param>
    public static void Walk(VirtualMemory system, Page page, Func<Pte, bool> standsFor, Action<Place> visit, InvalidateReason? reason = null)
    {
        if (system.MappingOf(page) is not { } mapping)
            return;
        lock (mapping.Gate)
            foreach (Vma vma in mapping.Vmas)
                if (vma.TryFindPage(page.Index, out long number) && vma.Space.PageTable.Find(number) is { } table)
                    using (vma.Space.Notifiers.Invalidate(number, number + (1 << page.Order), reason))
                        lock (table.Gate)
                            if (new Place(vma, table, number, IsHuge: page.Order > 0) is var place && standsFor(place.Entry))
                                visit(place);
    }

    /// <summary>Replaces all mappings of a page by migration entries, as far as no exclusive one is pinned (<c>try_to_migrate</c>).</summary>
    /// <param name="system">The address spaces.</param>
    /// <param name="page">A page that the caller has locked and holds a reference of.</param>
    public static void ReplaceByMigrationEntries(VirtualMemory system, Page page)
    {
        // Of device memory only that which knows how to get its pages back.
        if (page.IsZoneDevice && system.Memory.PagemapOf(page).Type is not (PagemapType.Private or PagemapType.Coherent))
            return;
        int pfn = system.Memory.PfnOf(page);
        Walk(system, page, entry => entry.IsMapping && entry.Pfn == pfn, place => TryReplaceByMigrationEntry(system, place, page), InvalidateReason.Clear);
    }

    /// <summary>Replaces one mapping of a page by a migration entry, and drops the mapping's reference. The table is locked.</summary>
    /// <returns>It did; it does not if the page is exclusive and pinned.</returns>
    public static bool TryReplaceByMigrationEntry(VirtualMemory system, Place place, Page page)
    {
        // Cleared before the look at pins: a fast pin either is seen here, or sees there that the entry changed.
        Pte entry = place.Clear();
        bool exclusive = (page.Flags & PageFlags.AnonExclusive) != 0;
        if (exclusive && page.MaybePinned)
        {
            place.Entry = entry;
            return false;
        }
        if (entry.Has(PteFlags.Dirty))
            page.Set(PageFlags.Dirty);
        PteFlags kept = entry.Flags & (PteFlags.Write | PteFlags.Young | PteFlags.Dirty);
        if (entry.Kind == PteKind.DeviceExclusive && place.Vma.Permits(write: true))
            kept |= PteFlags.Write;
        page.Clear(PageFlags.AnonExclusive);
        place.Entry = new(PteKind.Migration, entry.Pfn, exclusive ? kept | PteFlags.Exclusive : kept);
        page.DecrementMapCount();
        system.Memory.Put(page);
        return true;
    }

    /// <summary>Turns the migration entries of one page into mappings of another, or of itself (<c>remove_migration_ptes</c>).</summary>
    /// <param name="system">The address spaces.</param>
    /// <param name="from">The page that was to be migrated.</param>
    /// <param name="to">The page that is mapped now, locked and with a reference by the caller.</param>
    public static void RestoreMigrationEntries(VirtualMemory system, Page from, Page to)
    {
        int pfn = system.Memory.PfnOf(from);
        Walk(system, to, entry => entry.Kind == PteKind.Migration && entry.Pfn == pfn, place =>
        {
            Pte entry = place.Entry;
            if (to.IsAnonymous && entry.Has(PteFlags.Exclusive))
                to.Set(PageFlags.AnonExclusive);
            system.Memory.Get(to);
            to.IncrementMapCount();
            place.Entry = place.Vma.Entry(to, entry.Flags & ~PteFlags.Exclusive);
        });
    }
}
