namespace DevicePages;

/// <summary>Takes references to the pages behind addresses (Linux GUP). A page that the CPU cannot reach comes back to system memory first, so that nobody ever holds it.</summary>
public static class UserPages
{
    /// <summary>Takes pages (<c>get_user_pages</c>, <c>pin_user_pages</c>).</summary>
    /// <param name="space">The address space.</param>
    /// <param name="address">A multiple of the page size.</param>
    /// <param name="count">How many pages.</param>
    /// <param name="access">What for.</param>
    /// <returns>The pages, to be given back with <see cref="Release"/>.</returns>
    /// <exception cref="SegmentationFaultException">An address is not mapped for that; no page is taken.</exception>
    /// <exception cref="BusErrorException">A device does not bring a page back; no page is taken.</exception>
    /// <exception cref="InsufficientMemoryException">There is no memory to bring a page to, or a page has all the references or pins that can be counted (<c>-ENOMEM</c>); no page is taken.</exception>
    public static Page[] Take(AddressSpace space, long address, int count, UserPageAccess access)
    {
        using MmapReadLock reading = space.LockForReading();
        return TakeAll(space.System.Memory, count, access, i => TakeOne(space, address + i * (long)PhysicalMemory.PageSize, access));
    }

    /// <summary><see cref="Take"/> that takes no lock where the pages are mapped already (<c>get_user_pages_fast</c>).</summary>
    /// <param name="space">The address space.</param>
    /// <param name="address">A multiple of the page size.</param>
    /// <param name="count">How many pages.</param>
    /// <param name="access">What for.</param>
    /// <returns>The pages, to be given back with <see cref="Release"/>.</returns>
    /// <exception cref="SegmentationFaultException">An address is not mapped for that; no page is taken.</exception>
    /// <exception cref="BusErrorException">A device does not bring a page back; no page is taken.</exception>
    /// <exception cref="InsufficientMemoryException">There is no memory to bring a page to, or a page has all the references or pins that can be counted (<c>-ENOMEM</c>); no page is taken.</exception>
    public static Page[] TakeFast(AddressSpace space, long address, int count, UserPageAccess access) =>
        TakeAll(space.System.Memory, count, access, i =>
        {
            long at = address + i * (long)PhysicalMemory.PageSize;
            if (TryTakeMapped(space, at >> AddressSpace.PageShift, access, out Page page))
                return page;
            if (!page.IsNull)
                MoveToSystemMemory(space.System, page);
            using MmapReadLock reading = space.LockForReading();
            return TakeOne(space, at, access);
        });

    /// <summary>Gives pages back (<c>put_page</c>, <c>unpin_user_pages</c>).</summary>
    /// <param name="memory">The pages' memory.</param>
    /// <param name="pages">Pages that were taken.</param>
    /// <param name="access">What for.</param>
    public static void Release(PhysicalMemory memory, IEnumerable<Page> pages, UserPageAccess access)
    {
        foreach (Page page in pages)
            Drop(memory, page, access);
    }

    /// <summary>One page, with the mmap lock held.</summary>
    internal static Page TakeOne(AddressSpace space, long address, UserPageAccess access)
    {
        PhysicalMemory memory = space.System.Memory;
        bool write = (access & UserPageAccess.Write) != 0;
        while (true)
        {
            if (space.Find(address) is not { } vma || !vma.Permits(write))
                throw new SegmentationFaultException(address, write);
            if (TryTakeMapped(space, address >> AddressSpace.PageShift, access, out Page page))
                return page;
            if (page.IsNull)
                switch (PageFaults.Handle(vma, address >> AddressSpace.PageShift, write))
                {
                    case FaultResult.BusError:
                        throw new BusErrorException(address);
                    case FaultResult.OutOfMemory:
                        throw new InsufficientMemoryException($"No page is free for the access to 0x{address:x}.");
                }
            else
                MoveToSystemMemory(space.System, page);
        }
    }

    // gup_fast_pte_range: get, then look whether the entry is still the same. A page that must move first comes with a plain reference, though the answer is no.
    static bool TryTakeMapped(AddressSpace space, long number, UserPageAccess access, out Page page)
    {
        PhysicalMemory memory = space.System.Memory;
        page = default;
        if (space.PageTable.Find(number) is not { } table)
            return false;
        Pte entry = table.Find(number);
        if (!entry.Permits(write: (access & UserPageAccess.Write) != 0))
            return false;
        Page found = memory.PageAt(entry.Pfn);
        // A speculative get may find a device page free, and where free is one, to drop what it got would free it again.
        if (found.IsZoneDevice || !TryReference(memory, found, access))
            return TryTakeLocked(memory, table, number, entry, access, out page);
        page = found;
        if (IsSame(table.Find(number), entry))
            return true;
        Drop(memory, found, access);
        page = default;
        return false;
    }

    // Under the lock a mapped page is neither free nor frozen: what keeps a reference from being taken is that there are too many (try_grab_folio).
    static bool TryTakeLocked(PhysicalMemory memory, PteTable table, long number, Pte entry, UserPageAccess access, out Page page)
    {
        page = default;
        lock (table.Gate)
        {
            if (!IsSame(table.Find(number), entry))
                return false;
            page = memory.PageAt(entry.Pfn);
            bool mustMove = (access & UserPageAccess.LongTerm) != 0 && page.IsZoneDevice && memory.PagemapOf(page).Type is PagemapType.Coherent;
            if (TryReference(memory, page, mustMove ? UserPageAccess.Read : access))
                return !mustMove;
            throw new InsufficientMemoryException($"The page has as many references as can be counted: {page}.");
        }
    }

    static bool IsSame(Pte now, Pte entry) => (now.Kind, now.Pfn, now.IsWritable) == (entry.Kind, entry.Pfn, entry.IsWritable);

    static bool TryReference(PhysicalMemory memory, Page page, UserPageAccess access)
    {
        if (!memory.TryGetHead(page, out Page head))
            return false;
        if ((access & UserPageAccess.Pin) == 0)
            return true;
        bool pinned = memory.TryPin(head);
        memory.Put(head);
        return pinned;
    }

    static void Drop(PhysicalMemory memory, Page page, UserPageAccess access)
    {
        if ((access & UserPageAccess.Pin) != 0)
            memory.Unpin(page.Head);
        else
            memory.Put(page.Head);
    }

    // migrate_longterm_unpinnable_folios: the reference goes over to the migration.
    static void MoveToSystemMemory(VirtualMemory system, Page page)
    {
        if (!DeviceMigration.TryMoveToSystemMemory(system, page))
            throw new InvalidOperationException("A page of a device is needed for long, and others who hold it or a lack of memory keep it from being moved.");
    }

    static Page[] TakeAll(PhysicalMemory memory, int count, UserPageAccess access, Func<int, Page> take)
    {
        var pages = new Page[count];
        int taken = 0;
        try
        {
            for (; taken < count; taken++)
                pages[taken] = take(taken);
            return pages;
        }
        finally
        {
            if (taken < count)
                Release(memory, pages.Take(taken), access);
        }
    }
}
