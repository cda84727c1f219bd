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
                        Take(new(vma, table.HugeWord(), isHuge: true), 0, ref part[0], selection, owner, faultPage);
                    else
                        Collect(new(vma, table.Words(first + done, length), isHuge: false), part, selection, owner, faultPage);
            done += length;
        }
    }

    static void Collect(in MappingWalk.Places places, Span<MigrationSlot> slots, MigrationSelection selection, object? owner, Page faultPage)
    {
        for (int i = 0; i < slots.Length; i++)
            if (places[i] is { IsNone: false, IsZeroPage: false })
                Take(places, i, ref slots[i], selection, owner, faultPage);
            else
            {
                slots[i].Migrates = places.Vma.IsAnonymous && (selection & MigrationSelection.System) != 0;
                slots[i].IsWritable = places.Vma.Permits(write: true);
            }
    }

    static void Take(in MappingWalk.Places places, int place, ref MigrationSlot slot, MigrationSelection selection, object? owner, Page faultPage)
    {
        PhysicalMemory memory = places.Vma.Space.System.Memory;
        Pte entry = places[place];
        if (!entry.IsMapping || entry.Kind == PteKind.DeviceExclusive)
            return;
        Page page = memory.PageAt(entry.Pfn);
        if (!IsSelected(memory, page, selection, owner) || page.IsTail || page.Order > 0 && !(places.IsHuge && page.MapCount == 1))
            return;
        if (page != faultPage && !page.TryLock())
            return;
        if (!MappingWalk.TryReplaceByMigrationEntry(places, place, page))
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
