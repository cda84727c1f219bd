using System.Runtime.CompilerServices;
using StaticBranch;

namespace DevicePages;

/// <summary>The way out of a page that nobody uses any more: back to the page allocator, or to the driver of its map (Linux <c>__folio_put</c>).</summary>
sealed class PageRelease(PhysicalMemory memory, PageAllocator allocator, PageWaitTable waits)
{
    // Static, because each put would have to test the memory for null before it called a member.
    [ColdPath("Runs after the last reference was dropped"), MethodImpl(MethodImplOptions.NoInlining)]
    public static void AfterLastPut(PhysicalMemory memory, Page page)
    {
        PageRelease release = memory.Release;
        if (!page.IsZoneDevice)
            release.GiveBack(release.FreeSystemPage(page));
        else
            release.ReleaseDevicePage(page, memory.PagemapOf(page));
    }

    // put_devmap_managed_page: with a free count of one, zero is left for the end of the map.
    [ColdPath("Reached by device pages only"), MethodImpl(MethodImplOptions.NoInlining)]
    public static void PutManaged(PhysicalMemory memory, Page page, int references)
    {
        if (PageChecks.IsEnabled)
            page.ThrowUnlessReferenced(references);
        int count = page.SubtractReturn(references);
        if (count == 1)
            memory.Release.FreeDevicePage(page, memory.PagemapOf(page));
        else if (count == 0)
            AfterLastPut(memory, page);
    }

    /// <summary>Settles all of the state of a page that nobody uses any more, but for the lists of its zone.</summary>
    /// <returns>Its frames, for <see cref="GiveBack"/>.</returns>
    public PfnRange FreeSystemPage(Page page)
    {
        if (PageChecks.IsEnabled && (page.MapCount != 0 || page.IsLocked))
            throw new PageStateException($"A page was freed while mapped or locked: {page}.");
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

    static void Settle(Page page, DevicePagemap map)
    {
        if (PageChecks.IsEnabled && page.IsLocked)
            throw new PageStateException($"A page was freed while locked: {page}.");
        int order = page.Order;
        if (order > map.VmemmapShift)
            CompoundPage.Dissolve(page, order);
        page.ClearUnshared(PageFlags.Waiters | PageFlags.Active | PageFlags.AnonExclusive | PageFlags.Referenced | PageFlags.Dirty | PageFlags.Uptodate | PageFlags.SwapBacked);
        if (!map.KeepsMapping)
            page.Mapping = 0;
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
}
