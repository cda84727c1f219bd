namespace DevicePages;

/// <summary>Takes the pages of a range from the page tables (Linux <c>migrate_vma_collect</c>). Best effort: what is busy stays.</summary>
static class MigrationCollector
{
    public static void Collect(Vma vma, long first, Span<MigrationSlot> slots, MigrationSelection selection, object? owner, Page faultPage)
    {
        using NotifierList.Scope invalidation = vma.Space.Notifiers.Invalidate(first, first + slots.Length, InvalidateReason.Migrate, owner);
        for (int done = 0; done < slots.Length;)
        {
            PteTable table = vma.Space.PageTable.Ensure(first + done);
            int length = (int)Math.Min(slots.Length - done, table.LastPage + 1 - (first + done));
            Span<MigrationSlot> part = slots.Slice(done, length);
            bool whole = length == PteTable.Length && (selection & MigrationSelection.Compound) != 0;
            // Otherwise large pages are split first; one that cannot be is left alone.
            if (table.Huge.IsNone || whole || HugePages.TrySplitPage(vma.Space.System, table, faultPage))
                lock (table.Gate)
                    if (!table.Huge.IsNone)
                        Take(new(vma, table, table.FirstPage, IsHuge: true), table.Huge, ref part[0], selection, owner, faultPage);
                    else
                        foreach (ref MigrationSlot slot in part)
                            Collect(vma, table, ref slot, selection, owner, faultPage);
            done += length;
        }
    }

    static void Collect(Vma vma, PteTable table, ref MigrationSlot slot, MigrationSelection selection, object? owner, Page faultPage)
    {
        long number = slot.Address >> AddressSpace.PageShift;
        if (table[number] is { IsNone: false, IsZeroPage: false } entry)
        {
            Take(new(vma, table, number, IsHuge: false), entry, ref slot, selection, owner, faultPage);
            return;
        }
        slot.Migrates = vma.IsAnonymous && (selection & MigrationSelection.System) != 0;
        slot.IsWritable = vma.Permits(write: true);
    }

    static void Take(in MappingWalk.Place place, Pte entry, ref MigrationSlot slot, MigrationSelection selection, object? owner, Page faultPage)
    {
        PhysicalMemory memory = place.Vma.Space.System.Memory;
        if (!entry.IsMapping || entry.Kind == PteKind.DeviceExclusive)
            return;
        Page page = memory.PageAt(entry.Pfn);
        if (!IsSelected(memory, page, selection, owner) || page.IsTail || page.Order > 0 && !(place.IsHuge && page.MapCount == 1))
            return;
        if (page != faultPage && !page.TryLock())
            return;
        if (!MappingWalk.TryReplaceByMigrationEntry(place, entry, page))
        {
            if (page != faultPage)
                memory.Unlock(page);
            return;
        }
        slot.Source = page;
        slot.Migrates = true;
        slot.IsWritable = entry.IsWritable;
    }

    static bool IsSelected(PhysicalMemory memory, Page page, MigrationSelection selection, object? owner)
    {
        if (page.Mapping == 0 || (page.Flags & PageFlags.Merged) != 0)
            return false;
        if (!page.IsZoneDevice)
            return (selection & MigrationSelection.System) != 0;
        DevicePagemap map = memory.PagemapOf(page);
        MigrationSelection needed = map.Type switch
        {
            PagemapType.Private => MigrationSelection.DevicePrivate,
            PagemapType.Coherent => MigrationSelection.DeviceCoherent,
            _ => MigrationSelection.None,
        };
        return (selection & needed) != 0 && ReferenceEquals(map.Owner, owner);
    }
}
