using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using StaticBranch;

namespace DevicePages;

/// <summary>The way out of a page that nobody uses any more: back to the page allocator, or to the driver of its map (Linux <c>__folio_put</c>).</summary>
sealed class PageRelease(PhysicalMemory memory, PageAllocator allocator, PageWaitTable waits)
{
    // Static, because each put would have to test the memory for null before it called a member.
    [ColdPath("Runs after the last reference was dropped"), MethodImpl(MethodImplOptions.NoInlining)]
    public static void AfterLastPut(PhysicalMemory memory, Page page) => AfterLastPut(memory, page, dropped: 1);

    // Apart, so that a put without checks need not keep in mind how many references it dropped.
    [ColdPath("Runs only while page checks are on"), MethodImpl(MethodImplOptions.NoInlining)]
    public static void PutChecked(PhysicalMemory memory, Page page, int references)
    {
        if (page.SubtractAndTest(references))
            AfterLastPut(memory, page, references);
    }

    // put_devmap_managed_page: with a free count of one, zero is left for the end of the map.
    [ColdPath("Reached by device pages only"), MethodImpl(MethodImplOptions.NoInlining)]
    public static void PutManaged(PhysicalMemory memory, Page page, int references)
    {
        if (PageChecks.IsEnabled)
            page.ThrowUnlessReferenced(references);
        int count = page.SubtractReturn(references);
        if (count == 1)
        {
            DevicePagemap map = memory.PagemapOf(page);
            // A map that is being removed drops its own reference here, and does so once.
            ThrowIfLocked(page, map, map.IsDying ? 0 : references);
            memory.Release.FreeDevicePage(page, map);
        }
        else if (count == 0)
            AfterLastPut(memory, page, references);
    }

    // Before anything but the count has changed, and before the page's references to its map are dropped.
    public static void ThrowIfLocked(Page page, DevicePagemap map, int dropped)
    {
        if (PageChecks.IsEnabled && map.Type != PagemapType.FsDax && page.IsLocked)
            TakeBack(page, dropped);
    }

    /// <summary>Settles all of the state of a page that nobody uses any more, but for the lists of its zone.</summary>
    /// <param name="page">The page.</param>
    /// <param name="dropped">The references that were dropped at last.</param>
    /// <returns>Its frames, for <see cref="GiveBack"/>.</returns>
    public PfnRange FreeSystemPage(Page page, int dropped = 1)
    {
        if (PageChecks.IsEnabled && (page.MapCount != 0 || page.IsLocked))
            TakeBack(page, dropped);
        if ((page.Flags & PageFlags.Lru) != 0)
            memory.Lru.Remove(page);
        int order = page.Order;
        if (order > 0)
            CompoundPage.Dissolve(page, order);
        page.Initialize(page.Zone, PageFlags.None, count: 0);
        return new(memory.PfnOf(page), 1 << order);
    }

    public void GiveBack(PfnRange frames) => allocator.Release(frames.Start, frames.Length);

    // free_zone_device_folio, but for the references to the map. All of the page's state is settled before its driver, who may hand it out at once, hears of it.
    public void FreeDevicePage(Page page, DevicePagemap map)
    {
        // Who has a file mapped can use its pages again at any time, and be at it by now: nothing of them is touched (free_devmap_managed_page since v5.6).
        if (map.Type != PagemapType.FsDax)
            Settle(page, map);
        memory.HandBack(page, map);
    }

    public void Tell(Page page, DevicePagemap map)
    {
        if (map.Type == PagemapType.FsDax)
            waits.Wake(page);
        else if (map.Type != PagemapType.Generic)
            map.Ops!.PageFree(page);
    }

    static void AfterLastPut(PhysicalMemory memory, Page page, int dropped)
    {
        PageRelease release = memory.Release;
        if (!page.IsZoneDevice)
            release.GiveBack(release.FreeSystemPage(page, dropped));
        else
            release.ReleaseDevicePage(page, memory.PagemapOf(page), dropped);
    }

    // Who dropped the references has them again: a page that is neither in use nor free would be lost.
    [DoesNotReturn]
    static void TakeBack(Page page, int dropped)
    {
        page.Add(dropped);
        throw new PageStateException($"The last reference was put to a page that is mapped or locked: {page}.");
    }

    static void Settle(Page page, DevicePagemap map)
    {
        int order = page.Order;
        if (order > map.VmemmapShift)
            CompoundPage.Dissolve(page, order);
        page.ClearUnshared(PageFlags.Waiters | PageFlags.Active | PageFlags.AnonExclusive | PageFlags.Referenced | PageFlags.Dirty | PageFlags.Uptodate | PageFlags.SwapBacked);
        if (!map.KeepsMapping)
            page.Mapping = 0;
    }

    void ReleaseDevicePage(Page page, DevicePagemap map, int dropped)
    {
        if (map.FreeCount == 0)
        {
            ThrowIfLocked(page, map, dropped);
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
}
