using System.Runtime.ExceptionServices;
using StaticBranch;

namespace DevicePages;

/// <summary>References to drop, once the locks are dropped under which they were found (Linux <c>mmu_gather</c>, <c>release_pages</c>). What they free is given back in one go, as far as it lies side by side.</summary>
/// <remarks>A page that cannot be put, or whose driver throws from its callback, keeps no other from being put: the first exception is passed on when all are.</remarks>
sealed class PageBatch(PhysicalMemory memory)
{
    readonly List<Page> pages = [];
    PfnRange freed;
    DevicePagemap? left;
    long references;
    ExceptionDispatchInfo? first;

    public void Add(Page page) => pages.Add(page);

    /// <summary>Drops a reference at once, where no lock is held.</summary>
    public void Put(Page page)
    {
        try
        {
            // An ordinary page is counted in any protocol, and no more.
            if (ZoneDevice.IsEnabled && page.IsZoneDevice)
                PutDevicePage(page, unlock: false);
            else if (page.DecrementAndTest())
                GiveBack(memory.Release.FreeSystemPage(page));
        }
        catch (Exception exception)
        {
            first ??= ExceptionDispatchInfo.Capture(exception);
        }
    }

    /// <summary><see cref="Put(Page)"/> of a page that the caller has locked.</summary>
    public void UnlockAndPut(Page page)
    {
        try
        {
            if (ZoneDevice.IsEnabled && page.IsZoneDevice)
                PutDevicePage(page, unlock: true);
            else if (memory.Locks.UnlockDecrementAndTest(page))
                GiveBack(memory.Release.FreeSystemPage(page));
        }
        catch (Exception exception)
        {
            first ??= ExceptionDispatchInfo.Capture(exception);
        }
    }

    public void Release()
    {
        foreach (Page page in pages)
            Put(page);
        pages.Clear();
        GiveBack(default);
        Leave(null, 0);
        first?.Throw();
    }

    [ColdPath("Reached by device pages only")]
    void PutDevicePage(Page page, bool unlock)
    {
        DevicePagemap map = memory.PagemapOf(page);
        // A page whose map counts those in use is counted and no more as well; how another is put is the protocol's affair.
        if (map.References != MapReferences.PerAllocation)
            PutByProtocol(page, unlock);
        else if (unlock ? memory.Locks.UnlockDecrementAndTest(page) : page.DecrementAndTest())
            Free(page, map);
    }

    void PutByProtocol(Page page, bool unlock)
    {
        if (unlock)
            memory.Unlock(page);
        memory.Put(page);
    }

    void Free(Page page, DevicePagemap map)
    {
        PageRelease.ThrowIfLocked(page, map, dropped: 1);
        Leave(map, map.ReferencesOf(page));
        memory.Release.FreeDevicePage(page, map);
    }

    void GiveBack(PfnRange frames)
    {
        if (frames.Start == freed.End)
            freed = freed with { Length = freed.Length + frames.Length };
        else
        {
            memory.Release.GiveBack(freed);
            freed = frames;
        }
    }

    // The map's references go when the driver has heard of the pages.
    void Leave(DevicePagemap? map, long more)
    {
        if (map != left)
        {
            left?.Ref.Put(references);
            (left, references) = (map, 0);
        }
        references += more;
    }
}
