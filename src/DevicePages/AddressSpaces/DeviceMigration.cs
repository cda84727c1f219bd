using System.Buffers;

namespace DevicePages;

/// <summary>
/// Moves pages to the memory of a device or back, in steps (Linux <c>migrate_vma_*</c>): a factory collects and unmaps; the driver allocates and copies; <see cref="Commit"/>
/// moves what nobody else refers to; the driver updates its tables; <see cref="Complete"/> maps the new pages, or the old ones where it did not work out.
/// </summary>
/// <remarks>Not thread-safe itself. Disposing it early completes it: whatever was not committed is then as before.</remarks>
public sealed class DeviceMigration : IDisposable
{
    readonly VirtualMemory system;
    readonly Vma? vma;
    readonly Page faultPage;
    ArraySegment<MigrationSlot> slots;
    int committed;
    bool isComplete;

    DeviceMigration(VirtualMemory system, int length, Vma? vma = null, Page faultPage = default)
    {
        (this.system, this.vma, this.faultPage) = (system, vma, faultPage);
        slots = new(ArrayPool<MigrationSlot>.Shared.Rent(length), 0, length);
        Slots.Clear();
    }

    /// <summary>One slot a page. None are left, and those from before are not to be touched, when the migration is complete.</summary>
    public Span<MigrationSlot> Slots => slots;

    /// <summary>Slots that are on their way (<c>cpages</c>).</summary>
    public int Count
    {
        get
        {
            int count = 0;
            foreach (ref readonly MigrationSlot slot in Slots)
                count += slot.Migrates ? 1 : 0;
            return count;
        }
    }

    /// <summary>Collects the pages of a range and takes them from all who map them (<c>migrate_vma_setup</c>).</summary>
    /// <param name="vma">The mapping. The mmap lock is held until the migration is complete.</param>
    /// <param name="start">The first address.</param>
    /// <param name="end">The address behind the last, in the same mapping.</param>
    /// <param name="selection">Which pages.</param>
    /// <param name="owner">Whose device memory.</param>
    /// <param name="faultPage">The page of the CPU fault that is being handled, which the fault has locked and refers to.</param>
    /// <exception cref="ArgumentException">The range is empty or not all in the mapping, or the mapping is of a kind that is never migrated.</exception>
    public static DeviceMigration OfRange(Vma vma, long start, long end, MigrationSelection selection, object? owner, Page faultPage = default)
    {
        if (!vma.Space.IsMmapLockHeld)
            throw new SynchronizationLockException("A migration needs the mmap lock.");
        (long first, long behind) = (start >> AddressSpace.PageShift, end >> AddressSpace.PageShift);
        if (first >= behind || first < vma.FirstPage || behind > vma.EndPage)
            throw new ArgumentException($"0x{start:x} to 0x{end:x} is not a range in the mapping.");
        if (vma.IsHugeTlb || vma.IsSpecial)
            throw new ArgumentException("Pages of this mapping cannot be migrated.", nameof(vma));
        DeviceMigration migration = new(vma.Space.System, (int)(behind - first), vma, faultPage);
        Span<MigrationSlot> slots = migration.Slots;
        for (int i = 0; i < slots.Length; i++)
            slots[i].Address = first + i << AddressSpace.PageShift;
        return migration.Begin(() => MigrationCollector.Collect(vma, first, migration.Slots, selection, owner, faultPage));
    }

    /// <summary>Collects pages of a device by page frame, to evict them (<c>migrate_device_range</c>): those that are mapped and not locked by somebody else.</summary>
    /// <param name="system">Where they are mapped.</param>
    /// <param name="pages">Head pages of private or coherent memory.</param>
    public static DeviceMigration OfPages(VirtualMemory system, IEnumerable<Page> pages)
    {
        List<Page> taken = [];
        try
        {
            foreach (Page page in pages)
                // A free page must not be touched, whatever count it has.
                if (page.MapCount > 0 && page.AddUnless(1, unless: system.FreeCount(page)))
                    if (page.TryLock())
                        taken.Add(page);
                    else
                        system.Memory.Put(page);
        }
        catch
        {
            PageBatch batch = new(system.Memory);
            foreach (Page page in taken)
                batch.UnlockAndPut(page);
            batch.Release();
            throw;
        }
        DeviceMigration migration = new(system, taken.Count);
        for (int i = 0; i < taken.Count; i++)
            (migration.Slots[i].Source, migration.Slots[i].Migrates) = (taken[i], true);
        return migration.Begin(static () => { });
    }

    /// <summary>Moves what nobody else refers to (<c>migrate_vma_pages</c>). Slots that do not make it lose <see cref="MigrationSlot.Migrates"/>.</summary>
    /// <exception cref="ObjectDisposedException">The migration is complete.</exception>
    /// <exception cref="PageStateException">A destination is not locked, and nothing was moved.</exception>
    public void Commit()
    {
        ObjectDisposedException.ThrowIf(isComplete, this);
        foreach (ref readonly MigrationSlot slot in Slots[committed..])
            if (!slot.Destination.IsNull && !slot.Destination.IsLocked)
                throw new PageStateException($"The destination of a migration is not locked: {slot.Destination}.");
        foreach (ref MigrationSlot slot in Slots[committed..])
        {
            slot.Migrates = slot.Migrates && !slot.Destination.IsNull && (slot.Source.IsNull ? TryInsert(in slot) : TryMove(in slot));
            committed++;
        }
    }

    /// <summary>Maps the new pages, or the old ones where it did not work out, and drops all references and locks of the migration (<c>migrate_vma_finalize</c>).</summary>
    public void Complete()
    {
        if (isComplete)
            return;
        isComplete = true;
        foreach (ref MigrationSlot slot in Slots[committed..])
            slot.Migrates = false;
        LinkTargets();
        for (int i = 0, count; i < slots.Count; i += Math.Max(count, 1))
        {
            count = RunAt(i);
            if (count > 0)
                MappingWalk.RestoreMigrationEntries(system, slots.Slice(i, count));
        }
        PageBatch batch = new(system.Memory);
        LetGo(batch);
        ArrayPool<MigrationSlot>.Shared.Return(slots.Array!);
        slots = [];
        batch.Release();
    }

    /// <summary><see cref="Complete"/>.</summary>
    public void Dispose() => Complete();

    // migrate_device_coherent_folio: takes over the caller's reference.
    internal static bool TryMoveToSystemMemory(VirtualMemory system, Page page)
    {
        PhysicalMemory memory = system.Memory;
        memory.Lock(page);
        using DeviceMigration migration = new(system, length: 1);
        ref MigrationSlot slot = ref migration.Slots[0];
        (slot.Source, slot.Migrates) = (page, true);
        migration.Unmap();
        if (!slot.Migrates || !memory.TryAllocate(AllocationZone.Movable, 0, out Page target))
            return false;
        target.TryLock();
        slot.Destination = target;
        memory.Bytes(page).CopyTo(memory.Bytes(target));
        migration.Commit();
        return slot.Migrates;
    }

    // A mirror or a driver that throws here leaves everything as it was.
    DeviceMigration Begin(Action collect)
    {
        try
        {
            collect();
            Unmap();
            return this;
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    // migrate_device_unmap
    void Unmap()
    {
        Isolate();
        foreach (ref MigrationSlot slot in Slots)
            if (!slot.Source.IsNull && !(slot.Migrates && TryUnmap(slot.Source)))
            {
                slot.Migrates = false;
                MappingWalk.RestoreMigrationEntries(system, slot.Source, slot.Source);
                Unlock(slot.Source);
                system.Memory.Put(slot.Source);
                slot.Source = default;
            }
    }

    // A page in some CPU's batch has a reference that is nobody's, and cannot be isolated.
    void Isolate()
    {
        system.Memory.Lru.Drain();
        if (TryIsolate(again: false))
            return;
        system.Memory.Lru.DrainAll();
        TryIsolate(again: true);
    }

    bool TryIsolate(bool again)
    {
        Lru lru = system.Memory.Lru;
        bool all = true;
        using (lru.Hold())
            foreach (ref MigrationSlot slot in Slots)
                if (slot.Migrates != again && IsOrdinary(slot.Source))
                    all &= slot.Migrates = lru.TryUnlink(slot.Source);
        return all;
    }

    bool TryUnmap(Page page)
    {
        if (page.MapCount > 0)
            MappingWalk.ReplaceByMigrationEntries(system, page);
        if (page.MapCount == 0 && HasOnlyExpectedReferences(page))
            return true;
        if (!page.IsZoneDevice)
            system.Memory.Lru.Add(page);
        return false;
    }

    // migrate_vma_check_page
    bool HasOnlyExpectedReferences(Page page) => system.References(page) <= ExpectedReferences(page) + page.MapCount;

    int ExpectedReferences(Page page) => 1 + (page == faultPage ? 1 : 0) + (page.Mapping != 0 && !page.IsAnonymous ? 1 : 0);

    bool TryMove(in MigrationSlot slot)
    {
        (Page source, Page target) = (slot.Source, slot.Destination);
        if (source.Order != target.Order || target.IsZoneDevice && !CanHold(system.Memory.PagemapOf(target).Type, source))
            return false;
        return MappingMove.TryMove(system, source, target, ExpectedReferences(source));
    }

    // Memory of a device holds anonymous pages only, of device memory that which gives its pages back; large ones only where they can be split at any time.
    static bool CanHold(PagemapType type, Page page) => page.IsAnonymous && (type == PagemapType.Private || type == PagemapType.Coherent && page.Order == 0);

    // migrate_vma_insert_page
    bool TryInsert(in MigrationSlot slot)
    {
        if (vma is not { IsAnonymous: true })
            return false;
        long number = slot.Address >> AddressSpace.PageShift;
        PteTable table = vma.Space.PageTable.Ensure(number);
        vma.EnsureAnonymous();
        using (vma.Space.Notifiers.Invalidate(number, number + 1, InvalidateReason.Clear))
            lock (table.Gate)
            {
                if (table.Find(number) is { IsNone: false, IsZeroPage: false })
                    return false;
                system.Memory.Get(slot.Destination);
                PageFaults.MapAnonymous(vma, table, number, slot.Destination);
                return true;
            }
    }

    // The targets, and before they are mapped: a source on its way out would be in the way of its own freeing (v6.14).
    void LinkTargets()
    {
        Lru lru = system.Memory.Lru;
        using (lru.Hold())
            foreach (ref MigrationSlot slot in Slots)
                if (!slot.Source.IsNull && IsOrdinary(slot.Target))
                    lru.Link(slot.Target);
    }

    // How many slots from one on have sources, and targets that follow each other in their mapping.
    int RunAt(int first)
    {
        ReadOnlySpan<MigrationSlot> rest = Slots[first..];
        int count = 0;
        for (Page last = default; count < rest.Length && !rest[count].Source.IsNull; count++)
        {
            Page page = rest[count].Target;
            if (count > 0 && !Follows(page, last))
                break;
            last = page;
        }
        return count;
    }

    static bool Follows(Page page, Page last) => page.Mapping == last.Mapping && page.Index == last.Index + 1 && page.Order == 0 && last.Order == 0;

    void LetGo(PageBatch batch)
    {
        foreach (ref MigrationSlot slot in Slots)
        {
            if (slot.Source == faultPage && !faultPage.IsNull)
                batch.Put(slot.Source);
            else if (!slot.Source.IsNull)
                batch.UnlockAndPut(slot.Source);
            if (slot.Destination.IsNull)
                continue;
            if (slot.Destination.IsLocked)
                batch.UnlockAndPut(slot.Destination);
            else
                batch.Put(slot.Destination);
        }
    }

    static bool IsOrdinary(Page page) => !page.IsNull && !page.IsZoneDevice;

    void Unlock(Page page)
    {
        if (page != faultPage)
            system.Memory.Unlock(page);
    }
}
