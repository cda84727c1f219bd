using System.Runtime.ExceptionServices;

namespace DevicePages;

/// <summary>
/// The memory of a device as pages, from <see cref="PhysicalMemory.CreatePagemap"/> until <see cref="Dispose"/> has removed it (Linux <c>struct dev_pagemap</c>). Thread-safe.
/// </summary>
public sealed class DevicePagemap : IDisposable
{
    const int MaxOrder = 30;

    readonly PhysicalMemory memory;
    readonly DevicePagemapOptions options;
    readonly ManualResetEventSlim done = new();
    readonly List<MappedRange> ranges = [];
    readonly bool countsKey;
    readonly Lock gate = new();
    int removing;
    bool isRemoved;

    DevicePagemap(PhysicalMemory memory, DevicePagemapOptions options)
    {
        this.memory = memory;
        this.options = options;
        Type = options.Type;
        Ref = new(done.Set);
        Handle = memory.Pagemaps.Add(this);
        // Decided once: a map that did not count must not uncount (v5.10, "fix static key devmap_managed_key updates").
        countsKey = memory.IsManaged(Type);
        (IdleCount, FreeCount, References) = (memory.IdleCount(Type), memory.FreeCount(Type), memory.MapReferencesOf(Type));
        KeepsMapping = memory.KeepsMapping(Type);
    }

    /// <summary>What the memory is for.</summary>
    public PagemapType Type { get; }

    /// <summary>Whose memory it is.</summary>
    public object? Owner => options.Owner;

    /// <summary>The driver's part.</summary>
    public IDevicePagemapOps? Ops => options.Ops;

    /// <summary>Binary logarithm of the pages that are one compound page each, for the life of the map.</summary>
    public int VmemmapShift => options.VmemmapShift;

    /// <summary>The page frames.</summary>
    public IReadOnlyList<PfnRange> Ranges => options.Ranges;

    /// <summary>The references that keep the map: one is the driver's, the others are of pages or of lookups, as the protocol says.</summary>
    public PercpuRef Ref { get; }

    /// <summary>Removal began: no page can be allocated any more.</summary>
    public bool IsDying => Ref.IsDying;

    internal int Handle { get; }

    internal int IdleCount { get; }

    internal int FreeCount { get; }

    internal MapReferences References { get; }

    internal bool KeepsMapping { get; }

    /// <summary>References to the map that a page has for being in use.</summary>
    internal long ReferencesOf(Page page) => References == MapReferences.PerAllocation ? 1L << page.Order - VmemmapShift : 0;

    /// <summary>Number of reference-counted pages: compound pages count once.</summary>
    internal long Folios => ranges.Sum(range => (long)range.Pfns.Length >> VmemmapShift);

    /// <summary>
    /// Turns a free page into one that its taker holds the only reference of, locked (<c>zone_device_page_init</c>, before v6.1 <c>get_page</c> and <c>lock_page</c>).
    /// </summary>
    /// <remarks>
    /// Where a page that one user holds counts what a free one does, that of <see cref="P4a{TKey}"/> above all (<see cref="PhysicalMemory.IdleCount"/>), it is not noticed that it is taken already:
    /// this blocks while its other taker has it locked, and both drop the same reference then.
    /// </remarks>
    /// <param name="page">A page of this map that <see cref="IDevicePagemapOps.PageFree"/> gave back, or that was never taken; the first of 2^<paramref name="order"/>.</param>
    /// <param name="order">Binary logarithm of the pages to make one compound page of.</param>
    /// <exception cref="ObjectDisposedException">Removal of the map began.</exception>
    /// <exception cref="PageStateException">The page, or one of those to be made one with it, is not free.</exception>
    /// <exception cref="ArgumentException">The page is of another map, or of none.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The page is not the first of so many in its range, counted from the beginning of that; or <paramref name="order"/> is not 0 where pages are made compound by the map
    /// (<see cref="VmemmapShift"/>) or by a file.
    /// </exception>
    public void Take(Page page, int order = 0) => Take([page], order);

    /// <summary><see cref="Take(Page, int)"/> for several pages at once.</summary>
    /// <param name="pages">Pages of this map. If one of them is not free, those in front of it are given back to the driver.</param>
    /// <param name="order">Binary logarithm of the pages to make one compound page of.</param>
    /// <exception cref="ObjectDisposedException">Removal of the map began.</exception>
    /// <exception cref="PageStateException">A page is not free.</exception>
    /// <exception cref="ArgumentException">A page is of another map, or of none. No page is taken.</exception>
    /// <exception cref="ArgumentOutOfRangeException">As for a single page. No page is taken.</exception>
    public void Take(ReadOnlySpan<Page> pages, int order = 0)
    {
        foreach (Page page in pages)
            ThrowUnlessMine(page, order);
        long each = References switch
        {
            MapReferences.PerAllocation => 1L << order,
            MapReferences.PerReference => 1,
            _ => 0,
        };
        ObjectDisposedException.ThrowIf(each > 0 ? !Ref.TryGetLive(pages.Length * each) : Ref.IsDying, this);
        for (int i = 0; i < pages.Length; i++)
            if (!TryTake(pages[i], order))
            {
                if (each > 0)
                    Ref.Put((pages.Length - i) * each);
                GiveBack(pages[..i]);
                throw new PageStateException($"A page was taken of which not all of 2^{order} are free, with count {IdleCount}: {pages[i]}.");
            }
    }

    /// <summary>The bytes of a page, or of pages that follow each other by page frame, as the device sees them.</summary>
    /// <param name="page">A page of this map; of a compound page the head, for all of it.</param>
    /// <param name="count">How many pages of this size, from 1.</param>
    /// <returns>The bytes, valid until the map is removed.</returns>
    /// <exception cref="ArgumentException">The page belongs to another map.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There are less in this range of the map.</exception>
    public unsafe Span<byte> DeviceBytes(Page page, int count = 1)
    {
        int pfn = memory.PfnOf(page);
        return RangeOf(pfn) is { } range
            ? range.Pfns.Slice(range.Memory.Address, pfn, count << page.Order)
            : throw new ArgumentException("The page belongs to another map.", nameof(page));
    }

    /// <summary>The heads of all pages.</summary>
    public IEnumerable<Page> Heads() =>
        from range in ranges
        from i in Enumerable.Range(0, range.Pfns.Length >> VmemmapShift)
        select memory.PageAt(range.Pfns.Start + (i << VmemmapShift));

    /// <summary>
    /// First half of removal: no allocation from now on, and the references that the map holds for itself are dropped (<c>percpu_ref_kill</c> and what follows).
    /// </summary>
    /// <remarks>
    /// Where pages in use keep the map (<see cref="MapReferences.PerAllocation"/>), a driver may evict them now; where nothing does (<see cref="MapReferences.PerMap"/>), it evicts before.
    /// It does so before under <see cref="P2{TKey}"/> and <see cref="P3{TKey}"/> as well. There the put of the map's own reference cannot be told from a user's: a page that one user holds
    /// becomes free by count, <see cref="IDevicePagemapOps.PageFree"/> is called and its mapping cleared while it is in use, and each get and put of that user's from then on calls it again.
    /// What <see cref="IDevicePagemapOps.PageFree"/> throws is passed on when all pages are put; removal has begun then.
    /// </remarks>
    /// <exception cref="PageStateException">Under <see cref="P2{TKey}"/> or <see cref="P3{TKey}"/> such a page is locked, and <see cref="PageChecks"/> are on: its user has it still, and removal has begun.</exception>
    public void BeginRemoval()
    {
        // Looked up before anything begins: when the memory is gone already, this throws.
        Page[] referring = References == MapReferences.PerPage && !IsDying ? [.. Heads()] : [];
        if (Interlocked.Exchange(ref removing, 1) != 0)
            return;
        Ref.Kill();
        switch (References)
        {
            case MapReferences.PerPage:
                memory.Put(referring);
                break;
            case MapReferences.PerMap:
                Ref.Put(Folios);
                break;
        }
    }

    /// <summary>Waits until the references that keep the map are gone.</summary>
    /// <param name="timeout">How long, or <see cref="Timeout.InfiniteTimeSpan"/>.</param>
    /// <returns>They are gone.</returns>
    public bool WaitForReferences(TimeSpan timeout) => done.Wait(timeout);

    /// <summary>Removes the map: no allocation from now on, blocks until nothing refers to it, then the pages are gone (<c>memunmap_pages</c>).</summary>
    /// <remarks>
    /// What <see cref="IDevicePagemapOps.PageFree"/> throws meanwhile, or a <see cref="DeviceMemory"/> when it is disposed, is passed on when all of the map is gone.
    /// Under <see cref="P2{TKey}"/> and <see cref="P3{TKey}"/> evict what is in use before, see <see cref="BeginRemoval"/>; under <see cref="P4a{TKey}"/> pages in use are not waited for.
    /// Under these three the last <see cref="IDevicePagemapOps.PageFree"/> may still run on another thread when this returns (until v6.0).
    /// </remarks>
    public void Dispose()
    {
        ExceptionDispatchInfo? first = null;
        try
        {
            BeginRemoval();
        }
        catch (Exception exception) when (IsDying)
        {
            first = ExceptionDispatchInfo.Capture(exception);
        }
        done.Wait();
        Remove();
        first?.Throw();
    }

    // memremap_pages. A map that was created in part is removed like any other.
    internal static DevicePagemap Create(PhysicalMemory memory, DevicePagemapOptions options)
    {
        Validate(memory, options);
        DevicePagemap map = new(memory, options);
        if (map.countsKey)
            memory.DevmapManagedKey.Increment();
        try
        {
            if (map.countsKey && !memory.NoticesManagedPages)
                throw new InvalidOperationException($"A put would not notice pages of type {map.Type}: the switch DevicePages.DevmapManaged is off.");
            foreach (PfnRange range in options.Ranges)
                map.Map(range);
        }
        catch
        {
            map.Dispose();
            throw;
        }
        return map;
    }

    void Remove()
    {
        lock (gate)
        {
            if (isRemoved)
                return;
            ExceptionDispatchInfo? first = null;
            foreach (MappedRange range in ranges)
                Unmap(range, ref first);
            // After the last lookup could have found the map: exit before that raced with it until v6.0.
            Ref.Exit();
            memory.Pagemaps.Remove(Handle);
            if (countsKey)
                memory.DevmapManagedKey.Decrement();
            isRemoved = true;
            first?.Throw();
        }
    }

    static void Validate(PhysicalMemory memory, DevicePagemapOptions options)
    {
        if (!ZoneDevice.IsEnabled)
            throw new NotSupportedException("There is no memory of devices: the switch DevicePages.ZoneDevice is off.");
        if (!Enum.IsDefined(options.Type) || !memory.Supports(options.Type))
            throw new NotSupportedException($"Protocol {memory.ProtocolName} has no pages of type {options.Type}.");
        if (options.Ranges.Count == 0)
            throw new ArgumentException("A map needs a range.", nameof(options));
        if (options.Type is PagemapType.Private && options.Ops is not IPrivateMemoryOps)
            throw new ArgumentException("Private memory needs a driver that brings pages back.", nameof(options));
        if (options.Type is PagemapType.Coherent or PagemapType.PciP2Pdma && options.Ops is null)
            throw new ArgumentException($"{options.Type} memory needs a driver that takes pages back.", nameof(options));
        if (options.Type is PagemapType.Private or PagemapType.Coherent && options.Owner is null)
            throw new ArgumentException($"{options.Type} memory needs an owner.", nameof(options));
        if (options.VmemmapShift is < 0 or > MaxOrder)
            throw new ArgumentOutOfRangeException(nameof(options), options.VmemmapShift, $"A compound page has 2^0 to 2^{MaxOrder} pages.");
        foreach (PfnRange range in options.Ranges)
            if (range.Length <= 0 || range.Start < 0 || range.Length > memory.PageCount - range.Start || (range.Length & (1 << options.VmemmapShift) - 1) != 0)
                throw new ArgumentOutOfRangeException(nameof(options), range, $"A range lies in the {memory.PageCount} page frames and is whole compound pages long.");
    }

    // All of this Linux leaves to the driver.
    unsafe void ThrowUnlessMine(Page page, int order)
    {
        if (page.IsNull || !page.IsZoneDevice || page.Descriptor->Pagemap != Handle)
        {
            ObjectDisposedException.ThrowIf(IsDying, this);
            throw new ArgumentException("The page belongs to another map, or to none.", nameof(page));
        }
        if (order == 0)
            return;
        if (VmemmapShift > 0 || Type == PagemapType.FsDax)
            throw new ArgumentOutOfRangeException(nameof(order), order, "The pages of this map are made compound by itself or by a file.");
        int pfn = memory.PfnOf(page);
        PfnRange range = RangeOf(pfn)!.Pfns;
        if (order is < 0 or > MaxOrder || range.End - pfn < 1 << order || (pfn - range.Start & (1 << order) - 1) != 0)
            throw new ArgumentOutOfRangeException(nameof(order), order, $"Page frame {pfn} is not the first of 2^{order} in {range}.");
    }

    bool TryTake(Page page, int order)
    {
        if (!CompoundPage.CanBeMade(page, order, IdleCount))
            return false;
        bool locked = page.TryTakeLocked(IdleCount, FreeCount + 1);
        if (!locked && !page.TryTransition(IdleCount, FreeCount + 1))
            return false;
        if (order > 0)
            CompoundPage.Make(page, order);
        if (!locked)
            memory.Lock(page);
        return true;
    }

    MappedRange? RangeOf(int pfn)
    {
        foreach (MappedRange range in ranges)
            if (range.Pfns.Contains(pfn))
                return range;
        return null;
    }

    void GiveBack(ReadOnlySpan<Page> pages)
    {
        foreach (Page page in pages)
            memory.Unlock(page);
        memory.Put(pages);
    }

    void Map(PfnRange range)
    {
        if (range.Start < memory.DeviceRange.Start)
            throw new InvalidOperationException($"{range} is system memory.");
        if (!memory.PagemapIndex.TryAdd(range, this))
            throw new InvalidOperationException($"{range} has a map already.");
        try
        {
            ranges.Add(new(range, options.Memory(range) ?? throw new ArgumentException($"There is no memory behind {range}: {nameof(options.Memory)} gave null.", nameof(options))));
        }
        catch
        {
            memory.PagemapIndex.Remove(range);
            throw;
        }
        for (int pfn = range.Start; pfn < range.End; pfn++)
            memory.PageAt(pfn).InitializeDevice(Handle, count: (pfn - range.Start & (1 << VmemmapShift) - 1) == 0 ? IdleCount : 0);
        if (VmemmapShift > 0)
            for (int pfn = range.Start; pfn < range.End; pfn += 1 << VmemmapShift)
                CompoundPage.Make(memory.PageAt(pfn), VmemmapShift);
        if (References is MapReferences.PerPage or MapReferences.PerMap)
            Ref.Get(range.Length >> VmemmapShift);
    }

    void Unmap(MappedRange range, ref ExceptionDispatchInfo? first)
    {
        for (int pfn = range.Pfns.Start; pfn < range.Pfns.End; pfn++)
            memory.PageAt(pfn).Initialize(ZoneType.None, PageFlags.None, count: 0);
        try
        {
            range.Memory.Dispose();
        }
        catch (Exception exception)
        {
            first ??= ExceptionDispatchInfo.Capture(exception);
        }
        memory.PagemapIndex.Remove(range.Pfns);
    }

    sealed record MappedRange(PfnRange Pfns, DeviceMemory Memory);
}
