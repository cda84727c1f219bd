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
    }

    /// <param name="place">Where the first of some pages can be mapped, and behind it in the same table the others.</param>
    /// <param name="page">Which of the pages is the first.</param>
    /// <param name="count">How many.</param>
    internal delegate void Visit(in Place place, int page, int count);

    /// <summary>Visits the places where pages can be mapped, whatever the entries there stand for: small ones for single pages, the large one for a compound page.</summary>
    /// <param name="system">The address spaces.</param>
    /// <param name="first">A page that the caller has locked; its mapping says where to look.</param>
    /// <param name="count">How many single pages, each at the index behind the one before; 1 if <paramref name="first"/> is a compound page.</param>
    /// <param name="visit">What to do at places side by side, and which of the pages belong there.</param>
    /// <param name="reason">What mirrors are told beforehand, or null.</param>
    public static void Walk(VirtualMemory system, Page first, int count, Visit visit, InvalidateReason? reason = null)
    {
        if (system.MappingOf(first) is not { } mapping)
            return;
        long index = first.Index;
        bool isHuge = first.Order > 0;
        lock (mapping.Gate)
            foreach (Vma vma in mapping.Vmas)
            {
                (long number, long end) = vma.PagesOf(index, count);
                if (number >= end)
                    continue;
                using (vma.Space.Notifiers.Invalidate(number, end - 1 + (1 << first.Order), reason))
                    for (; number < end; number = PteTable.EndOf(number))
                        if (vma.Space.PageTable.Find(number) is { } table)
                            lock (table.Gate)
                                visit(new(vma, table, number, isHuge), (int)(vma.IndexOf(number) - index), (int)(Math.Min(end, PteTable.EndOf(number)) - number));
            }
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
        Walk(system, page, 1, (in place, _, _) =>
        {
            if (place.Entry is { IsMapping: true } entry && entry.Pfn == pfn && TryReplaceByMigrationEntry(place, entry, page))
                system.Memory.Put(page);
        }, InvalidateReason.Clear);
    }

    /// <summary>Replaces one mapping of a page by a migration entry. The table is locked, and so is the page.</summary>
    /// <returns>It did, and the mapping's reference is the caller's now; it does not if the page is exclusive and pinned.</returns>
    public static bool TryReplaceByMigrationEntry(in Place place, Pte entry, Page page)
    {
        place.Entry = default;
        // A full fence between clearing and the look at pins: a fast pin either is seen here, or sees there that the entry changed.
        page.DecrementMapCount();
        bool exclusive = (page.Flags & PageFlags.AnonExclusive) != 0;
        if (exclusive && page.MaybePinned)
        {
            page.IncrementMapCount();
            place.Entry = entry;
            return false;
        }
        if (entry.Has(PteFlags.Dirty))
            page.Mark(PageFlags.Dirty);
        PteFlags kept = entry.Flags & (PteFlags.Write | PteFlags.Young | PteFlags.Dirty);
        if (entry.Kind == PteKind.DeviceExclusive && place.Vma.Permits(write: true))
            kept |= PteFlags.Write;
        place.Entry = new(PteKind.Migration, entry.Pfn, exclusive ? kept | PteFlags.Exclusive : kept);
        return true;
    }

    /// <summary>Turns the migration entries of one page into mappings of another, or of itself (<c>remove_migration_ptes</c>).</summary>
    /// <param name="system">The address spaces.</param>
    /// <param name="from">The page that was to be migrated.</param>
    /// <param name="to">The page that is mapped now, locked and with a reference by the caller.</param>
    public static void RestoreMigrationEntries(VirtualMemory system, Page from, Page to) =>
        Walk(system, to, 1, (in place, _, _) => RestoreMigrationEntry(system.Memory, place, from, to));

    /// <summary><see cref="RestoreMigrationEntries(VirtualMemory, Page, Page)"/> for pages that follow each other in their mapping, in one walk.</summary>
    /// <param name="system">The address spaces.</param>
    /// <param name="run">Slots with sources and their targets.</param>
    public static void RestoreMigrationEntries(VirtualMemory system, ArraySegment<MigrationSlot> run) =>
        Walk(system, run[0].Target, run.Count, (in place, page, count) =>
        {
            PhysicalMemory memory = system.Memory;
            ReadOnlySpan<MigrationSlot> slots = run.AsSpan(page, count);
            for (int i = 0; i < slots.Length; i++)
                RestoreMigrationEntry(memory, place with { Page = place.Page + i }, slots[i].Source, slots[i].Target);
        });

    static void RestoreMigrationEntry(PhysicalMemory memory, in Place place, Page from, Page to)
    {
        Pte entry = place.Entry;
        if (entry.Kind != PteKind.Migration || entry.Pfn != memory.PfnOf(from))
            return;
        // A fork meanwhile took it from the entry, and could not from the page.
        if (!entry.Has(PteFlags.Exclusive) && (to.Flags & PageFlags.AnonExclusive) != 0)
            to.Clear(PageFlags.AnonExclusive);
        memory.Get(to);
        to.CountMapping();
        place.Entry = place.Vma.Entry(to, entry.Flags & ~PteFlags.Exclusive);
    }
}
