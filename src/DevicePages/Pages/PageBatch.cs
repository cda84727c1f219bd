using System.Runtime.ExceptionServices;

namespace DevicePages;

/// <summary>References to drop, once the locks are dropped under which they were found (Linux <c>mmu_gather</c>, <c>release_pages</c>). Frees frames that follow each other in one go.</summary>
/// <remarks>A driver that throws from its callback keeps no other page from being put: the first exception is passed on when all are.</remarks>
sealed class PageBatch(PhysicalMemory memory)
{
    readonly List<Page> pages = [];
    PfnRange freed;
    ExceptionDispatchInfo? first;

    public void Add(Page page) => pages.Add(page);

    /// <summary>Drops a reference at once, where no lock is held.</summary>
    public void Put(Page page)
    {
        try
        {
            // How a device page is put is the protocol's affair, an ordinary one is counted and no more in any.
            if (page.IsZoneDevice)
                memory.Put(page);
            else if (page.DecrementAndTest())
                GiveBack(memory.FreeSystemPage(page));
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
        first?.Throw();
    }

    void GiveBack(PfnRange frames)
    {
        if (frames.Start == freed.End)
            freed = freed with { Length = freed.Length + frames.Length };
        else
        {
            memory.GiveBack(freed);
            freed = frames;
        }
    }
}
