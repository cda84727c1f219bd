using System.Runtime.ExceptionServices;

namespace DevicePages;

/// <summary>References to drop once the locks are dropped under which they were found (Linux <c>mmu_gather</c>).</summary>
/// <remarks>A driver that throws from its callback keeps no other page from being put: the first exception is passed on when all are.</remarks>
sealed class PageBatch(PhysicalMemory memory)
{
    readonly List<Page> pages = [];
    ExceptionDispatchInfo? first;

    public void Add(Page page) => pages.Add(page);

    /// <summary>Drops a reference at once, where no lock is held.</summary>
    public void Put(Page page)
    {
        try
        {
            memory.Put(page);
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
        first?.Throw();
    }
}
