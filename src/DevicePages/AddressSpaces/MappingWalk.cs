namespace DevicePages;

/// <summary>Finds the entries that stand for a page, and changes them (Linux <c>rmap</c>).</summary>
static class MappingWalk
{
    /// <summary>Places side by side where pages are mapped, in a table that is locked: small entries, or a large one.</summary>
    internal readonly ref struct Places(Vma vma, Span<ulong> words, bool isHuge, bool areSole = false)
    {
        readonly Span<ulong> words = words;

        public Vma Vma => vma;

        public bool IsHuge => isHuge;

        /// <summary>The pages can be mapped nowhere else.</summary>
        public bool AreSole => areSole;

        public int Count => words.Length;

        public Pte this[int place]
        {
            get => new(Volatile.Read(ref words[place]));
            set => Volatile.Write(ref words[place], value.Word);
        }
    }

    /// <param name="places">Where some of the pages can be mapped.</param>
    /// <param name="page">Which page belongs to the first place, and to the others those behind it.</param>
    internal delegate void Visit(in Places places, int page);

    /// <summary>Visits the places where pages can be mapped, whatever the entries there stand for: small ones for single pages, the large one for a compound page.</summary>
    /// <param name="system">The address spaces.</param>
    /// <param name="first">A page that the caller has locked; its mapping says where to look.</param>
    /// <param name="count">How many single pages, each at the index behind the one before; 1 if <paramref name="first"/> is a compound page.</param>
    /// <param name="visit">What to do at places side by side.</param>
    /// <param name="reason">What mirrors are told beforehand, or null.</param>
    public static void Walk(VirtualMemory system, Page first, int count, Visit visit, InvalidateReason? reason = null)
    {
        if (system.MappingOf(first) is not { } mapping)
            return;
        long index = first.Index;
        bool isHuge = first.Order > 0;
        lock (mapping.Gate)
        {
            bool areSole = mapping.Vmas.Count == 1;
            foreach (Vma vma in mapping.Vmas)
            {
                (long number, long end) = vma.PagesOf(index, count);
                if (number >= end)
                    continue;
                using (vma.Space.Notifiers.Invalidate(number, end - 1 + (1 << first.Order), reason))
                    for (; number < end; number = PteTable.EndOf(number))
                        if (vma.Space.PageTable.Find(number) is { } table)
                            lock (table.Gate)
                                visit(new(vma, isHuge ? table.HugeWord() : table.Words(number, (int)(Math.Min(end, PteTable.EndOf(number)) - number)), isHuge, areSole), (int)(vma.IndexOf(number) - index));
            }
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
        Walk(system, page, 1, (in places, _) =>
        {
            if (places[0] is { IsMapping: true } entry && entry.Pfn == pfn && TryReplaceByMigrationEntry(places, 0, page))
                system.Memory.Put(page);
        }, InvalidateReason.Clear);
    }

    /// <summary>Replaces one mapping of a page by a migration entry. The table is locked, and so is the page.</summary>
    /// <returns>It did, and the mapping's reference is the caller's now; it does not if the page is exclusive and pinned.</returns>
    public static bool TryReplaceByMigrationEntry(in Places places, int place, Page page)
    {
        Pte entry = places[place];
        places[place] = default;
        // A full fence between clearing and the look at pins: a fast pin either is seen here, or sees there that the entry changed.
        page.DecrementMapCount();
        bool exclusive = (page.Flags & PageFlags.AnonExclusive) != 0;
        if (exclusive && page.MaybePinned)
        {
            page.IncrementMapCount();
            places[place] = entry;
            return false;
        }
        if (entry.Has(PteFlags.Dirty))
            page.Mark(PageFlags.Dirty);
        PteFlags kept = entry.Flags & (PteFlags.Write | PteFlags.Young | PteFlags.Dirty);
        if (entry.Kind == PteKind.DeviceExclusive && places.Vma.Permits(write: true))
            kept |= PteFlags.Write;
        places[place] = new(PteKind.Migration, entry.Pfn, exclusive ? kept | PteFlags.Exclusive : kept);
        return true;
    }

    /// <summary>Marks a page as changed if it was stored to through any mapping, and has the next store through each fault (<c>folio_mkclean</c>).</summary>
    /// <param name="system">The address spaces.</param>
    /// <param name="page">A page of a file that the caller has locked and holds a reference of.</param>
    public static void Clean(VirtualMemory system, Page page)
    {
        int pfn = system.Memory.PfnOf(page);
        Walk(system, page, 1, (in places, _) =>
        {
            if (places[0] is not { Kind: PteKind.Present } entry || entry.Pfn != pfn)
                return;
            if (entry.Has(PteFlags.Dirty))
                page.Mark(PageFlags.Dirty);
            places[0] = entry.Without(PteFlags.Write | PteFlags.Dirty);
        }, InvalidateReason.Protection);
    }

    /// <summary>Turns the migration entries of one page into mappings of another, or of itself (<c>remove_migration_ptes</c>).</summary>
    /// <param name="system">The address spaces.</param>
    /// <param name="from">The page that was to be migrated.</param>
    /// <param name="to">The page that is mapped now, locked and with a reference by the caller.</param>
    public static void RestoreMigrationEntries(VirtualMemory system, Page from, Page to) =>
        Walk(system, to, 1, (in places, _) => RestoreMigrationEntry(system.Memory, places, 0, from, to));

    /// <summary><see cref="RestoreMigrationEntries(VirtualMemory, Page, Page)"/> for pages that follow each other in their mapping, in one walk.</summary>
    /// <param name="system">The address spaces.</param>
    /// <param name="run">Slots with sources and their targets. A destination whose lock and reference went with its mapping is null afterwards.</param>
    public static void RestoreMigrationEntries(VirtualMemory system, ArraySegment<MigrationSlot> run) =>
        Walk(system, run[0].Target, run.Count, (in places, page) =>
        {
            PhysicalMemory memory = system.Memory;
            Span<MigrationSlot> slots = run.AsSpan(page, places.Count);
            for (int i = 0; i < slots.Length; i++)
            {
                ref MigrationSlot slot = ref slots[i];
                if (!(slot.Migrates && places.AreSole))
                    RestoreMigrationEntry(memory, places, i, slot.Source, slot.Target);
                else if (TryMap(memory, places, i, slot.Source, slot.Destination))
                {
                    // The reference of the migration is the mapping's now. Nobody can unmap the page, and so drop it, while the table is locked.
                    memory.Unlock(slot.Destination);
                    slot.Destination = default;
                }
            }
        });

    static void RestoreMigrationEntry(PhysicalMemory memory, in Places places, int place, Page from, Page to)
    {
        if (TryMap(memory, places, place, from, to))
            memory.Get(to);
    }

    // The caller sees to the mapping's reference, while the table is still locked.
    static bool TryMap(PhysicalMemory memory, in Places places, int place, Page from, Page to)
    {
        Pte entry = places[place];
        if (entry.Kind != PteKind.Migration || entry.Pfn != memory.PfnOf(from))
            return false;
        // A fork meanwhile took it from the entry, and could not from the page.
        if (!entry.Has(PteFlags.Exclusive) && (to.Flags & PageFlags.AnonExclusive) != 0)
            to.Clear(PageFlags.AnonExclusive);
        to.CountMapping();
        places[place] = places.Vma.Entry(to, entry.Flags & ~PteFlags.Exclusive);
        return true;
    }
}
