namespace DevicePages;

/// <summary>
/// The memory of a machine: system memory behind a page allocator, and the memory that devices register. One of <see cref="PhysicalMemory{TProtocol}"/>,
/// which says how references are counted. Thread-safe but for <see cref="Dispose"/>.
/// </summary>
/// <remarks>
/// References are kept in the head of a compound page: to <see cref="Get"/>, <see cref="Put(Page)"/> and the like pass <see cref="Page.Head"/> of a page that may be a tail.
/// </remarks>
public abstract unsafe partial class PhysicalMemory : IDisposable
{
    /// <summary>Bytes of a page.</summary>
    public const int PageSize = 4096;

    readonly PageArray pages;
    readonly NativeBlock systemBytes;
    readonly PageAllocator allocator;
    readonly PageWaitTable waits = new();

    private protected PhysicalMemory(PhysicalMemoryOptions options)
    {
        ThrowUnlessCountable(options);
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
        Locks = new(waits);
        Release = new(this, allocator, waits);
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

    internal PageLocks Locks { get; }

    internal PageRelease Release { get; }

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

    /// <summary>Whether a page of this type keeps its <see cref="Page.Mapping"/> when it becomes free.</summary>
    public abstract bool KeepsMapping(PagemapType type);

    internal abstract bool NoticesManagedPages { get; }

    internal abstract void HandBack(Page page, DevicePagemap map);

    /// <summary>Adds a reference besides one that the caller holds (<c>folio_get</c>). Without one, <see cref="Page.TryGet"/>.</summary>
    /// <param name="page">A head page.</param>
    /// <exception cref="PageStateException">It counts zero, or the count is about to overflow, and <see cref="PageChecks"/> are on.</exception>
    public abstract void Get(Page page);

    /// <summary>Drops a reference (<c>folio_put</c>). The last one gives the page back, to the page allocator or to its driver.</summary>
    /// <param name="page">A head page.</param>
    /// <exception cref="PageStateException">There is none, or it is the last of a page that is mapped or locked, and <see cref="PageChecks"/> are on: the caller has it still, and the page is as before.</exception>
    /// <remarks>
    /// Pages of a DAX file may become free locked, and no device page is asked whether it is mapped. Under <see cref="P2{TKey}"/> and <see cref="P3{TKey}"/> the reference is gone all the same when
    /// the map is being removed, see <see cref="DevicePagemap.BeginRemoval"/>.
    /// A reference is noticed to be missing by the count alone. A page that is idle at one has one to drop while nobody uses it: under <see cref="P4a{TKey}"/>, to put a page twice gives it back twice,
    /// under <see cref="P0"/> to <see cref="P3{TKey}"/> the count falls to zero, which throws with the checks off as well, unless the map is being removed.
    /// </remarks>
    public abstract void Put(Page page);

    /// <summary>Drops references (<c>folio_put_refs</c>).</summary>
    /// <param name="page">A head page.</param>
    /// <param name="references">How many, from 1.</param>
    /// <exception cref="PageStateException">There are less, or they are the last of a page that is mapped or locked, and <see cref="PageChecks"/> are on: as for a single reference.</exception>
    public abstract void Put(Page page, int references);

    /// <summary>Drops a reference of each of several pages (<c>release_pages</c>).</summary>
    /// <param name="batch">Head pages.</param>
    /// <exception cref="PageStateException">There is none of one of them, or it is the last of one that is mapped or locked, and <see cref="PageChecks"/> are on; those of the others are dropped.</exception>
    public void Put(ReadOnlySpan<Page> batch)
    {
        PageBatch pages = new(this);
        foreach (Page page in batch)
            pages.Put(page);
        pages.Release();
    }

    /// <summary>The page of a page frame.</summary>
    /// <param name="pfn">Page frame number, below <see cref="PageCount"/>. Of a hole the page is in <see cref="ZoneType.None"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are less page frames.</exception>
    /// <exception cref="ObjectDisposedException">The memory was freed.</exception>
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

    /// <summary>Adds references where the caller may hold none (<c>try_grab_folio</c>).</summary>
    /// <param name="page">A head page.</param>
    /// <param name="references">How many, from 1.</param>
    /// <returns>They were taken; not of a page that counts zero, being free or frozen, or whose count ran over. The caller now verifies that it is the page that it looked for.</returns>
    /// <remarks>
    /// A device page that is idle at one (<see cref="IdleCount"/>) lends references while it is free, as in Linux. To drop the last of them makes it free once more, and its driver is told
    /// of a page that was never taken; who looks for pages without a reference of their own passes those by.
    /// </remarks>
    public abstract bool TryGet(Page page, int references = 1);

    /// <summary>Takes a reference of the compound page that a page is in, without holding one yet (<c>try_get_folio</c>).</summary>
    /// <param name="page">Any page.</param>
    /// <param name="head">Its head.</param>
    /// <returns>A reference of the head was taken; it is not when the page is free or frozen, or the count ran over.</returns>
    public bool TryGetHead(Page page, out Page head)
    {
        while (true)
        {
            head = page.Head;
            if (!TryGet(head))
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
    /// <returns>They were taken; not of a page that is free or frozen, or whose count ran over or would.</returns>
    public bool TryPin(Page page, int pins = 1)
    {
        bool single = page.Order == 0;
        if (single && pins > int.MaxValue / Page.PinBias || !TryGet(page, single ? pins * Page.PinBias : pins))
            return false;
        if (!single)
            page.AddPins(pins);
        return true;
    }

    /// <summary>Drops pins (<c>unpin_user_page</c>).</summary>
    /// <param name="page">A head page.</param>
    /// <param name="pins">How many, from 1.</param>
    /// <exception cref="OverflowException">They are more than a single page can have.</exception>
    /// <exception cref="PageStateException">As <see cref="Put(Page, int)"/>. The references of a compound page are there still then, while its <see cref="Page.PinCount"/> fell.</exception>
    public void Unpin(Page page, int pins = 1)
    {
        bool single = page.Order == 0;
        if (!single)
            page.AddPins(-pins);
        Put(page, single ? checked(pins * Page.PinBias) : pins);
    }

    /// <summary>Takes the page lock; blocks while somebody else has it (<c>lock_page</c>). It is owned by nobody in particular and not recursive.</summary>
    public void Lock(Page page) => Locks.Lock(page);

    /// <summary>Gives up the page lock (<c>unlock_page</c>).</summary>
    /// <exception cref="PageStateException">Nobody has it, and <see cref="PageChecks"/> are on.</exception>
    public void Unlock(Page page) => Locks.Unlock(page);

    /// <summary>Blocks until the page is not locked, and takes neither lock nor reference: what waits for a migration must not stand in its way (<c>migration_entry_wait</c> since v5.17).</summary>
    public abstract void WaitWhileLocked(Page page);

    /// <summary>Blocks until nobody uses a page of a DAX file (<c>dax_wait_page_idle</c>). Nothing keeps it from being used again.</summary>
    /// <remarks>Its mappings count as users under <see cref="P4c"/> (since v6.15), and are taken away before; under the other protocols they do not.</remarks>
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
    /// <exception cref="ArgumentException">The type needs an owner or a driver that is missing, or the driver gave no memory for a range.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A range is not in the machine or not whole compound pages long, or these have no size.</exception>
    /// <exception cref="NotSupportedException">The protocol has no such type, or <see cref="ZoneDevice"/> is off.</exception>
    /// <exception cref="InvalidOperationException">A range is system memory or belongs to another map, or put would not notice the pages.</exception>
    public DevicePagemap CreatePagemap(DevicePagemapOptions options) => DevicePagemap.Create(this, options);

    /// <summary>The map of a page frame, with a live reference that <c>Ref.Put()</c> gives back (<c>get_dev_pagemap</c>).</summary>
    /// <param name="pfn">Any page frame number.</param>
    /// <returns>Null when there is none or it is being removed.</returns>
    public DevicePagemap? FindPagemap(int pfn) => PagemapIndex.Find(pfn) is { } map && map.Ref.TryGetLive() ? map : null;

    /// <summary>The map of a device page of which the caller holds a reference (<c>page_pgmap</c>).</summary>
    public DevicePagemap PagemapOf(Page page) => Pagemaps[page.Descriptor->Pagemap];

    /// <summary>Frees the memory. Maps are to be removed first.</summary>
    /// <remarks>A <see cref="Page"/> is an address, and must not be used any more. To look one up, allocate or register is an <see cref="ObjectDisposedException"/> from now on.</remarks>
    public void Dispose()
    {
        pages.Dispose();
        systemBytes.Dispose();
        GC.SuppressFinalize(this);
    }

    static void ThrowUnlessCountable(PhysicalMemoryOptions options)
    {
        long pages = (long)options.NormalPages + options.MovablePages + options.DevicePages;
        if (pages > int.MaxValue)
            throw new ArgumentOutOfRangeException(nameof(options), pages, $"NormalPages, MovablePages and DevicePages are at most {int.MaxValue} together.");
    }
}
