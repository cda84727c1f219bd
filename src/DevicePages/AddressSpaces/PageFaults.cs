namespace DevicePages;

/// <summary>What happens when an access finds no entry that permits it (Linux <c>handle_mm_fault</c>). After <see cref="FaultResult.Done"/> the access is tried again.</summary>
static class PageFaults
{
    const PageFlags AnonymousFlags = PageFlags.Uptodate | PageFlags.SwapBacked | PageFlags.AnonExclusive;

    /// <summary>Handles a fault that the VMA permits. The mmap lock is held.</summary>
    public static FaultResult Handle(Vma vma, long number, bool write)
    {
        PteTable table = vma.Space.PageTable.Ensure(number);
        Pte entry = table.Find(number);
        return entry.Kind switch
        {
            PteKind.None when vma.IsSpecial => FaultResult.BusError,
            PteKind.None when vma.File is { } file => MapFilePage(vma, table, number, file, write),
            PteKind.None => MapFirstPage(vma, table, number, write),
            PteKind.Present when entry.Has(PteFlags.NoAccess) => TakeHint(vma, table, number, entry),
            PteKind.Present when write && !entry.IsWritable => AllowWrite(vma, table, number),
            PteKind.Migration => WaitForMigration(vma, entry),
            PteKind.DevicePrivate => BringBack(vma, table, number, entry),
            PteKind.DeviceExclusive => EndExclusiveAccess(vma, table, number),
            PteKind.Swap => SwapIn(vma, table, number, entry),
            _ => FaultResult.Done,
        };
    }

    /// <summary>Maps a page of its own at an empty place, and hands the caller's reference over to the entry. The table is locked, the VMA has its <see cref="AnonVma"/>.</summary>
    internal static void MapAnonymous(Vma vma, PteTable table, long number, Page page)
    {
        BecomeAnonymous(vma, number, page);
        table[number] = vma.Entry(page, vma.Permits(write: true) ? PteFlags.Write | PteFlags.Dirty : PteFlags.None);
        vma.Space.AddResident(1);
    }

    static void BecomeAnonymous(Vma vma, long number, Page page)
    {
        (page.Mapping, page.Index) = (vma.Anonymous!.Word, vma.IndexOf(number));
        page.Set(AnonymousFlags);
        page.IncrementMapCount();
        if (!page.IsZoneDevice)
            vma.Space.System.Memory.Lru.Add(page);
    }

    // do_anonymous_page
    static FaultResult MapFirstPage(Vma vma, PteTable table, long number, bool write)
    {
        if ((vma.IsHugeTlb || write && vma.PrefersHugePages && vma.FirstPage <= table.FirstPage && table.LastPage < vma.EndPage) && TryMapHuge(vma, table))
            return FaultResult.Done;
        if (vma.IsHugeTlb)
            return FaultResult.OutOfMemory;
        if (!write)
            return MapZeroPage(vma, table, number);
        return TryAllocate(vma, order: 0, out Page page) ? MapUnlessTaken(vma, table, number, page) : FaultResult.OutOfMemory;
    }

    static FaultResult MapZeroPage(Vma vma, PteTable table, long number)
    {
        VirtualMemory system = vma.Space.System;
        lock (table.Gate)
            if (table.Find(number).IsNone)
                table[number] = new(PteKind.Present, system.Memory.PfnOf(system.ZeroPage), PteFlags.Zero | PteFlags.Young);
        return FaultResult.Done;
    }

    static bool TryMapHuge(Vma vma, PteTable table)
    {
        if (!TryAllocate(vma, PteTable.Order, out Page head))
            return false;
        vma.EnsureAnonymous();
        lock (table.Gate)
            if (table.IsEmpty)
            {
                BecomeAnonymous(vma, table.FirstPage, head);
                table.Huge = vma.Entry(head, vma.Permits(write: true) ? PteFlags.Write | PteFlags.Dirty : PteFlags.None);
                vma.Space.AddResident(PteTable.Length);
                return true;
            }
        vma.Space.System.Memory.Put(head);
        // A small page was faster; for memory that is large only it was another large one.
        return vma.IsHugeTlb;
    }

    // filemap_fault, do_cow_fault
    static FaultResult MapFilePage(Vma vma, PteTable table, long number, FileMapping file, bool write)
    {
        PhysicalMemory memory = vma.Space.System.Memory;
        Page page = file.GetPage(vma.IndexOf(number));
        if (write && !vma.IsShared)
        {
            bool copied = TryCopy(memory, page, out Page copy);
            memory.Put(page);
            return copied ? MapUnlessTaken(vma, table, number, copy) : FaultResult.OutOfMemory;
        }
        lock (table.Gate)
            if (table.Find(number).IsNone)
            {
                page.IncrementMapCount();
                table[number] = vma.Entry(page, write ? PteFlags.Write | PteFlags.Dirty : PteFlags.None);
                vma.Space.AddResident(1);
                return FaultResult.Done;
            }
        memory.Put(page);
        return FaultResult.Done;
    }

    static FaultResult MapUnlessTaken(Vma vma, PteTable table, long number, Page page)
    {
        vma.EnsureAnonymous();
        lock (table.Gate)
            if (table.Find(number).IsNone)
            {
                MapAnonymous(vma, table, number, page);
                return FaultResult.Done;
            }
        vma.Space.System.Memory.Put(page);
        return FaultResult.Done;
    }

    // do_numa_page. Without permission of the VMA nobody comes here.
    static FaultResult TakeHint(Vma vma, PteTable table, long number, Pte entry)
    {
        VirtualMemory system = vma.Space.System;
        Page page = system.Memory.PageAt(entry.Pfn);
        lock (table.Gate)
        {
            if (table.Find(number) is var now && (now.Kind, now.Pfn) != (entry.Kind, entry.Pfn))
                return FaultResult.Done;
            table[number] = now.Without(PteFlags.NoAccess);
            system.Memory.Get(page);
        }
        try
        {
            system.Numa?.OnHint(page);
        }
        finally
        {
            system.Memory.Put(page);
        }
        return FaultResult.Done;
    }

    // do_wp_page
    static FaultResult AllowWrite(Vma vma, PteTable table, long number)
    {
        if (TryReuse(vma, table, number, out Page old))
            return FaultResult.Done;
        int order = vma.IsHugeTlb ? PteTable.Order : 0;
        if (!TryAllocate(vma, order, out Page copy))
            return FaultResult.OutOfMemory;
        vma.EnsureAnonymous();
        return CopyOnWrite(vma, table, number, old, copy);
    }

    static bool TryReuse(Vma vma, PteTable table, long number, out Page page)
    {
        VirtualMemory system = vma.Space.System;
        lock (table.Gate)
        {
            Pte entry = table.Find(number);
            page = default;
            if (entry.Kind != PteKind.Present || entry.IsWritable || entry.Has(PteFlags.NoAccess))
                return true;
            page = system.Memory.PageAt(entry.Pfn);
            if (!vma.IsShared && (entry.IsZeroPage || !IsOnlyUser(system, page.Head)))
                return false;
            if (!vma.IsShared)
                page.Head.Set(PageFlags.AnonExclusive);
            table.Mark(number, PteFlags.Write | PteFlags.Dirty);
            return true;
        }
    }

    // wp_can_reuse_anon_folio
    static bool IsOnlyUser(VirtualMemory system, Page head)
    {
        if (!head.IsAnonymous || (head.Flags & PageFlags.Merged) != 0)
            return false;
        if ((head.Flags & PageFlags.AnonExclusive) != 0)
            return true;
        // One reference too many may be that of the batch of this CPU.
        if (system.References(head) > 1)
            system.Memory.Lru.Drain();
        return system.References(head) == 1 && head.MapCount == 1;
    }

    static FaultResult CopyOnWrite(Vma vma, PteTable table, long number, Page old, Page copy)
    {
        PhysicalMemory memory = vma.Space.System.Memory;
        Page dropped = copy;
        try
        {
            using (vma.Space.Notifiers.Invalidate(number, number + 1, InvalidateReason.Clear))
                lock (table.Gate)
                {
                    Pte entry = table.Find(number);
                    if (entry.Kind == PteKind.Present && !entry.IsWritable && memory.PageAt(entry.Pfn) == old)
                        dropped = Replace(vma, table, number, entry, copy);
                }
        }
        finally
        {
            if (!dropped.IsNull)
                memory.Put(dropped);
        }
        return FaultResult.Done;
    }

    static Page Replace(Vma vma, PteTable table, long number, Pte entry, Page copy)
    {
        PhysicalMemory memory = vma.Space.System.Memory;
        if (vma.IsHugeTlb)
            return ReplaceHuge(vma, table, copy);
        if (!table.Huge.IsNone)
            HugePages.SplitEntry(memory, table);
        Page old = memory.PageAt(entry.Pfn);
        memory.Bytes(old)[..PhysicalMemory.PageSize].CopyTo(memory.Bytes(copy));
        MapAnonymous(vma, table, number, copy);
        if (entry.IsZeroPage)
            return default;
        vma.Space.AddResident(-1);
        old.Head.DecrementMapCount();
        return old.Head;
    }

    static Page ReplaceHuge(Vma vma, PteTable table, Page copy)
    {
        PhysicalMemory memory = vma.Space.System.Memory;
        Page old = memory.PageAt(table.Huge.Pfn);
        memory.Bytes(old).CopyTo(memory.Bytes(copy));
        BecomeAnonymous(vma, table.FirstPage, copy);
        table.Huge = vma.Entry(copy, PteFlags.Write | PteFlags.Dirty);
        old.DecrementMapCount();
        return old;
    }

    // migration_entry_wait: waits without a reference, which would stand in the migration's way.
    static FaultResult WaitForMigration(Vma vma, Pte entry)
    {
        PhysicalMemory memory = vma.Space.System.Memory;
        memory.WaitWhileLocked(memory.PageAt(entry.Pfn).Head);
        return FaultResult.Done;
    }

    // do_swap_page of a device-private entry. The entry, seen under the lock of its table, proves that the page is in use; from there on the reference does.
    static FaultResult BringBack(Vma vma, PteTable table, long number, Pte entry)
    {
        PhysicalMemory memory = vma.Space.System.Memory;
        Page page;
        bool owned = false;
        lock (table.Gate)
        {
            if (table.Find(number) != entry)
                return FaultResult.Done;
            page = memory.PageAt(entry.Pfn).Head;
            if (page.TryLock())
            {
                memory.Get(page);
                owned = true;
            }
        }
        if (!owned)
        {
            memory.WaitWhileLocked(page);
            return FaultResult.Done;
        }
        try
        {
            return ((IPrivateMemoryOps)memory.PagemapOf(page).Ops!).MigrateToRam(new VmaFault(vma, page, number << AddressSpace.PageShift));
        }
        finally
        {
            memory.Unlock(page);
            memory.Put(page);
        }
    }

    static FaultResult EndExclusiveAccess(Vma vma, PteTable table, long number)
    {
        Page busy;
        using (vma.Space.Notifiers.Invalidate(number, number + 1, InvalidateReason.Exclusive))
            lock (table.Gate)
                if (table[number].Kind != PteKind.DeviceExclusive || DeviceExclusive.TryRestore(vma, table, number, out busy))
                    return FaultResult.Done;
        vma.Space.System.Memory.WaitWhileLocked(busy);
        return FaultResult.Done;
    }

    static FaultResult SwapIn(Vma vma, PteTable table, long number, Pte entry)
    {
        VirtualMemory system = vma.Space.System;
        if (!TryAllocate(vma, order: 0, out Page page))
            return FaultResult.OutOfMemory;
        lock (table.Gate)
            if (table[number] == entry)
            {
                system.Swap.Load(entry.Pfn, system.Memory.Bytes(page));
                system.Swap.Put(entry.Pfn);
                MapAnonymous(vma, table, number, page);
                return FaultResult.Done;
            }
        system.Memory.Put(page);
        return FaultResult.Done;
    }

    static bool TryAllocate(Vma vma, int order, out Page page)
    {
        PhysicalMemory memory = vma.Space.System.Memory;
        if (!memory.TryAllocate(AllocationZone.Movable, order, out page))
            return false;
        memory.Bytes(page).Clear();
        return true;
    }

    static bool TryCopy(PhysicalMemory memory, Page page, out Page copy)
    {
        if (!memory.TryAllocate(AllocationZone.Movable, 0, out copy))
            return false;
        memory.Bytes(page).CopyTo(memory.Bytes(copy));
        return true;
    }
}
