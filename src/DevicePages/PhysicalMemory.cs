using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using StaticBranch;

namespace DevicePages;

/// <summary>
/// The memory of a machine: system memory behind a page allocator, and the memory that devices register. One of <see cref="PhysicalMemory{TProtocol}"/>,
/// which says how references are counted. Thread-safe but for <see cref="Dispose"/>.
/// </summary>
/// <remarks>
/// References are kept in the head of a compound page: to <see cref="Get"/>, <see cref="Put(Page)"/> and the like pass <see cref="Page.Head"/> of a page that may be a tail.
/// </remarks>
public abstract unsafe class PhysicalMemory : IDisposable
{
    /// <summary>Bytes of a page.</summary>
    public const int PageSize = 4096;

    readonly PageArray pages;
    readonly NativeBlock systemBytes;
    readonly PageAllocator allocator;
    readonly PageWaitTable waits = new();

    private protected PhysicalMemory(PhysicalMemoryOptions options)
    {
        int system = options.NormalPages + options.MovablePages;
        pages = new(system + options.DevicePages);
        systemBytes = new((long)system * PageSize, PageSize);
        DeviceRange = new(system, options.DevicePages);
        Zones =
        [
            new(ZoneType.Normal, pages, 0, options.NormalPages),
            new(ZoneType.Movable, pages, options.NormalPages, options.MovablePages),
            new(ZoneType.Device, pages, system, options.DevicePages),
        ];
        foreach (Zone zone in Zones)
            if (zone.Type != ZoneType.Device)
                zone.Online();
        allocator = new(Zones);
        Lru = new(this, options.Processors, options.CurrentProcessor);
    }

    /// <summary>The protocol, by its short name.</summary>
    public abstract string ProtocolName { get; }

    /// <summary>The zones, by page frame.</summary>
    public IReadOnlyList<Zone> Zones { get; }

    /// <summary>Page frames, holes included.</summary>
    public int PageCount => pages.Length;

    /// <summary>The page frames in which devices may register memory.</summary>
    public PfnRange DeviceRange { get; }

    /// <summary>The pages that reclaim may look at.</summary>
    public Lru Lru { get; }

    /// <summary>Counts the maps whose pages a put has to notice.</summary>
    public StaticKey DevmapManagedKey { get; } = new(CountedKey.Patch);

    internal HandleTable<DevicePagemap> Pagemaps { get; } = new();

    internal PagemapIndex PagemapIndex { get; } = new();

    /// <summary>There are maps of this type under this protocol.</summary>
    public abstract bool Supports(PagemapType type);

    /// <summary>The count of a device page that nobody uses.</summary>
    public abstract int IdleCount(PagemapType type);

    /// <summary>The count whose arrival means that a device page became free. A page that one user holds has one more.</summary>
    public abstract int FreeCount(PagemapType type);

    /// <summary>What the references to a map of this type stand for.</summary>
    public abstract MapReferences MapReferencesOf(PagemapType type);

    /// <summary>Whether put has to notice pages of this type, rather than be told by a count of zero.</summary>
    public abstract bool IsManaged(PagemapType type);

    internal abstract bool NoticesManagedPages { get; }

    /// <summary>Adds a reference besides one that the caller holds (<c>folio_get</c>). Without one, <see cref="Page.TryGet"/>.</summary>
    /// <param name="page">A head page.</param>
    /// <exception cref="PageStateException">It is free, or the count is about to overflow, and <see cref="PageChecks"/> are on.</exception>
    public abstract void Get(Page page);

    /// <summary>Drops a reference (<c>folio_put</c>). The last one gives the page back, to the page allocator or to its driver.</summary>
    /// <param name="page">A head page.</param>
    /// <exception cref="PageStateException">There is none, and <see cref="PageChecks"/> are on.</exception>
    public abstract void Put(Page page);

    /// <summary>Drops references (<c>folio_put_refs</c>).</summary>
    /// <param name="page">A head page.</param>
    /// <param name="references">How many, from 1.</param>
    /// <exception cref="PageStateException">There are less, and <see cref="PageChecks"/> are on.</exception>
    public abstract void Put(Page page, int references);

    /// <summary>Drops a reference of each of several pages (<c>release_pages</c>).</summary>
    /// <param name="batch">Head pages.</param>
    public void Put(ReadOnlySpan<Page> batch)
    {
        PageBatch pages = new(this);
        foreach (Page page in batch)
            pages.Put(page);
        pages.Release();
    }

    /// <summary>The page of a page frame.</summary>
    /// <param name="pfn">Page frame number, below <see cref="PageCount"/>. Of a hole the page is in <see cref="ZoneType.None"/>.</param>
    public Page PageAt(int pfn) => pages[pfn];

    /// <summary>The page frame number of a page.</summary>
    public int PfnOf(Page page) => pages.IndexOf(page);

    /// <summary>The page of a frame of system memory (<c>pfn_to_online_page</c>): what scans memory by page frame never sees a device page.</summary>
    /// <param name="pfn">Any page frame number.</param>
    /// <param name="page">The page.</param>
    /// <returns>The frame is system memory.</returns>
    public bool TryGetOnlinePage(int pfn, out Page page)
    {
        bool online = pfn >= 0 && pfn < DeviceRange.Start;
        page = online ? pages[pfn] : default;
        return online;
    }

    /// <summary>The bytes of a page, or of pages that follow each other by page frame, as the CPU sees them.</summary>
    /// <param name="page">A page; of a compound page the head, for all of it.</param>
    /// <param name="count">How many pages of this size, from 1.</param>
    /// <returns>The bytes, valid while the caller keeps the pages.</returns>
    /// <exception cref="InvalidOperationException">No CPU can reach them: the page is private memory of a device, or a hole.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There are less.</exception>
    public Span<byte> Bytes(Page page, int count = 1) => page.Zone switch
    {
        ZoneType.Normal or ZoneType.Movable => new PfnRange(0, DeviceRange.Start).Slice(systemBytes.Address, PfnOf(page), count << page.Order),
        ZoneType.Device when PagemapOf(page) is { Type: not PagemapType.Private } map => map.DeviceBytes(page, count),
        _ => throw new InvalidOperationException($"No CPU can reach this page: {page}."),
    };

    /// <summary>The zones that an allocation looks into, in this order.</summary>
    public IReadOnlyList<Zone> Zonelist(AllocationZone best) => allocator.Zonelist(best);

    /// <summary>Takes a page of system memory with one reference, which <see cref="Put(Page)"/> gives back (<c>alloc_pages</c>).</summary>
    /// <param name="best">Where from, if it can be had there.</param>
    /// <param name="order">Binary logarithm of the number of pages, up to <see cref="Zone.MaxOrder"/>; from 1 they are one compound page.</param>
    /// <param name="page">The page, with whatever contents.</param>
    /// <returns>There was memory.</returns>
    public bool TryAllocate(AllocationZone best, int order, out Page page)
    {
        page = default;
        return Allocate(best, order, new Span<Page>(ref page)) > 0;
    }

    /// <summary>Takes pages of system memory, each with one reference (<c>alloc_pages_bulk</c>): as many as there are, and side by side as far as they can be had so.</summary>
    /// <param name="best">Where from, as far as they can be had there.</param>
    /// <param name="order">Binary logarithm of the number of pages, up to <see cref="Zone.MaxOrder"/>; from 1 they are one compound page each.</param>
    /// <param name="pages">The pages, with whatever contents.</param>
    /// <param name="locked">With the page lock, as destinations of a migration are to be.</param>
    /// <returns>How many there were; the rest of <paramref name="pages"/> is as before.</returns>
    public int Allocate(AllocationZone best, int order, Span<Page> pages, bool locked = false)
    {
        int count = allocator.Take(best, order, pages);
        foreach (Page page in pages[..count])
        {
            if (locked)
                page.TakeFreshLocked();
            else
                page.SetCount(1);
            if (order > 0)
                MakeCompound(page, order);
        }
        return count;
    }

    /// <summary>Takes a page of system memory, zeroed, with one reference, which <see cref="Put(Page)"/> gives back.</summary>
    /// <param name="best">Where from, if it can be had there.</param>
    /// <param name="order">Binary logarithm of the number of pages, up to <see cref="Zone.MaxOrder"/>; from 1 they are one compound page.</param>
    /// <exception cref="InsufficientMemoryException">There is no memory left.</exception>
    public Page Allocate(AllocationZone best = AllocationZone.Movable, int order = 0)
    {
        if (!TryAllocate(best, order, out Page page))
            throw new InsufficientMemoryException($"No block of {1 << order} pages is free.");
        Bytes(page).Clear();
        return page;
    }

    /// <summary>Takes a reference of the compound page that a page is in, without holding one yet (<c>try_get_folio</c>).</summary>
    /// <param name="page">Any page.</param>
    /// <param name="head">Its head.</param>
    /// <returns>A reference of the head was taken; it is not when the page is free or frozen, or the count ran over.</returns>
    public bool TryGetHead(Page page, out Page head)
    {
        while (true)
        {
            head = page.Head;
            if (head.Count < 0 || !head.TryGet())
                return false;
            // The compound page may have been split between the look and the get, and the reference be somebody else's page's.
            if (page.Head == head)
                return true;
            Put(head);
        }
    }

    /// <summary>Takes pins, which tell that somebody accesses the page by its address (<c>FOLL_PIN</c>).</summary>
    /// <param name="page">A head page.</param>
    /// <param name="pins">How many, from 1.</param>
    /// <returns>They were taken; not of a page that is free or frozen, or whose count ran over.</returns>
    public bool TryPin(Page page, int pins = 1)
    {
        bool single = page.Order == 0;
        if (page.Count < 0 || !page.TryAdd(single ? pins * Page.PinBias : pins))
            return false;
        if (!single)
            page.AddPins(pins);
        return true;
    }

    /// <summary>Drops pins (<c>unpin_user_page</c>).</summary>
    /// <param name="page">A head page.</param>
    /// <param name="pins">How many, from 1.</param>
    public void Unpin(Page page, int pins = 1)
    {
        bool single = page.Order == 0;
        if (!single)
            page.AddPins(-pins);
        Put(page, single ? pins * Page.PinBias : pins);
    }

    /// <summary>Makes single pages of a compound page that the caller alone uses (<c>split_page</c> of a frozen <c>folio</c>): each has one reference then.</summary>
    /// <param name="head">The head.</param>
    /// <param name="expected">All references there should be.</param>
    /// <returns>There were no others, and it is split.</returns>
    public bool TrySplit(Page head, int expected)
    {
        int order = head.Order;
        if (!head.TryFreeze(expected))
            return false;
        Dissolve(head, order);
        for (int i = 1; i < 1 << order; i++)
            pages.Following(head, i).Unfreeze(1);
        head.Unfreeze(1);
        return true;
    }

    /// <summary>Takes the page lock; blocks while somebody else has it (<c>lock_page</c>). It is owned by nobody in particular and not recursive.</summary>
    public void Lock(Page page)
    {
        if (!page.TryLock())
            waits.WaitUntil(page, static page =>
            {
                page.Set(PageFlags.Waiters);
                return page.TryLock();
            }, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Gives up the page lock (<c>unlock_page</c>).</summary>
    /// <exception cref="PageStateException">Nobody has it, and <see cref="PageChecks"/> are on.</exception>
    public void Unlock(Page page)
    {
        PageFlags had = page.TakeOff(PageFlags.Locked | PageFlags.Waiters);
        if (PageChecks.IsEnabled && (had & PageFlags.Locked) == 0)
            throw NotLocked();
        if ((had & PageFlags.Waiters) != 0)
            waits.Wake(page);
    }

    /// <summary><see cref="Unlock"/> and <see cref="Page.DecrementAndTest"/> in one step. Wakes by the page's address: it may be another's by now.</summary>
    internal bool UnlockDecrementAndTest(Page page)
    {
        if (PageChecks.IsEnabled && (page.Flags & PageFlags.Locked) == 0)
            throw NotLocked();
        (PageFlags flags, int count) = page.UnlockAndDecrement();
        if ((flags & PageFlags.Waiters) != 0)
        {
            page.Clear(PageFlags.Waiters);
            waits.Wake(page);
        }
        return count == 0;
    }

    /// <summary>Blocks until the page is not locked, and takes neither lock nor reference: what waits for a migration must not stand in its way (<c>migration_entry_wait</c> since v5.17).</summary>
    public void WaitWhileLocked(Page page)
    {
        if ((page.Flags & PageFlags.Locked) != 0)
            // In one step: without a reference, the page may be freed and another's in between, whose owner would not know to wake.
            waits.WaitUntil(page, static page => (page.FetchSet(PageFlags.Waiters) & PageFlags.Locked) == 0, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Blocks until nobody uses a page of a DAX file, not counting its mapping (<c>dax_wait_page_idle</c>). Nothing keeps it from being used again.</summary>
    /// <param name="page">A head page of a <see cref="PagemapType.FsDax"/> map.</param>
    /// <param name="timeout">How long at most.</param>
    /// <returns>It was seen idle.</returns>
    public bool WaitUntilIdle(Page page, TimeSpan timeout)
    {
        int free = FreeCount(PagemapType.FsDax);
        return waits.WaitUntil(page, page => page.Count == free, timeout);
    }

    /// <summary>Registers the memory of a device (<c>memremap_pages</c>).</summary>
    /// <param name="options">What the driver says of it.</param>
    /// <returns>The map; its pages are free.</returns>
    /// <exception cref="ArgumentException">The type needs an owner or a driver that is missing.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A range is not in the machine.</exception>
    /// <exception cref="NotSupportedException">The protocol has no such type.</exception>
    /// <exception cref="InvalidOperationException">A range is system memory or belongs to another map, or put would not notice the pages.</exception>
    public DevicePagemap CreatePagemap(DevicePagemapOptions options) => DevicePagemap.Create(this, options);

    /// <summary>The map of a page frame, with a live reference that <c>Ref.Put()</c> gives back (<c>get_dev_pagemap</c>).</summary>
    /// <param name="pfn">Any page frame number.</param>
    /// <returns>Null when there is none or it is being removed.</returns>
    public DevicePagemap? FindPagemap(int pfn) => PagemapIndex.Find(pfn) is { } map && map.Ref.TryGetLive() ? map : null;

    /// <summary>The map of a device page of which the caller holds a reference (<c>page_pgmap</c>).</summary>
    public DevicePagemap PagemapOf(Page page) => Pagemaps[page.Descriptor->Pagemap];

    /// <summary>Frees the memory. Maps are to be removed first.</summary>
    public void Dispose()
    {
        pages.Dispose();
        systemBytes.Dispose();
        GC.SuppressFinalize(this);
    }

    static PageStateException NotLocked() => new("Unlock of a page that is not locked.");

    // put_devmap_managed_page: with a free count of one, zero is left for the end of the map.
    [ColdPath("Reached by device pages only"), MethodImpl(MethodImplOptions.NoInlining)]
    internal void PutManaged(Page page, int references)
    {
        if (PageChecks.IsEnabled)
            page.ThrowUnlessReferenced(references);
        int count = page.SubtractReturn(references);
        if (count == 1)
            FreeDevicePage(page, PagemapOf(page));
        else if (count == 0)
            Release(this, page);
    }

    // __folio_put. Static, because each put would have to test the memory for null before it called a member.
    [ColdPath("Runs after the last reference was dropped"), MethodImpl(MethodImplOptions.NoInlining)]
    internal static void Release(PhysicalMemory memory, Page page)
    {
        if (!page.IsZoneDevice)
            memory.GiveBack(memory.FreeSystemPage(page));
        else
            memory.ReleaseDevicePage(page, memory.PagemapOf(page));
    }

    void ReleaseDevicePage(Page page, DevicePagemap map)
    {
        if (map.FreeCount == 0)
        {
            long references = map.ReferencesOf(page);
            try
            {
                FreeDevicePage(page, map);
            }
            finally
            {
                if (references > 0)
                    map.Ref.Put(references);
            }
        }
        else if (map.References == MapReferences.PerPage && map.IsDying)
            map.Ref.Put();
        else
            throw new PageStateException($"The count of a page that is idle at {map.IdleCount} fell to 0: put twice, or used after it was freed.");
    }

    internal void MakeCompound(Page head, int order)
    {
        head.Descriptor->Order = order;
        for (int i = 1; i < 1 << order; i++)
            pages.Following(head, i).JoinCompound(head);
        head.Set(PageFlags.Head);
    }

    void Dissolve(Page head, int order)
    {
        head.Clear(PageFlags.Head);
        for (int i = 1; i < 1 << order; i++)
            pages.Following(head, i).LeaveCompound();
    }

    /// <summary>Settles all of the state of a page that nobody uses any more, but for the lists of its zone.</summary>
    /// <returns>Its frames, for <see cref="GiveBack"/>.</returns>
    internal PfnRange FreeSystemPage(Page page)
    {
        if (PageChecks.IsEnabled && (page.MapCount != 0 || (page.Flags & PageFlags.Locked) != 0))
            throw new PageStateException($"A page was freed while mapped or locked: {page}.");
        if ((page.Flags & PageFlags.Lru) != 0)
            Lru.Remove(page);
        int order = page.Order;
        if (order > 0)
            Dissolve(page, order);
        page.Initialize(page.Zone, PageFlags.None, count: 0);
        return new(PfnOf(page), 1 << order);
    }

    internal void GiveBack(PfnRange frames) => allocator.Release(frames.Start, frames.Length);

    // free_zone_device_folio, but for the references to the map. All of the page's state is settled before its driver, who may hand it out at once, hears of it.
    internal void FreeDevicePage(Page page, DevicePagemap map)
    {
        if (PageChecks.IsEnabled && (page.Flags & PageFlags.Locked) != 0)
            throw new PageStateException($"A page was freed while locked: {page}.");
        int order = page.Order;
        if (order > map.VmemmapShift)
            Dissolve(page, order);
        page.ClearUnshared(PageFlags.Waiters | PageFlags.Active | PageFlags.AnonExclusive | PageFlags.Referenced | PageFlags.Dirty | PageFlags.Uptodate | PageFlags.SwapBacked);
        if (map.Type is not (PagemapType.FsDax or PagemapType.Generic))
            page.Mapping = 0;
        if (map.IdleCount != map.FreeCount)
            page.SetCount(map.IdleCount);
        if (map.Type == PagemapType.FsDax)
            waits.Wake(page);
        else if (map.Type != PagemapType.Generic)
            map.Ops!.PageFree(page);
    }
}
