using System.Runtime.ExceptionServices;

namespace DevicePages;

/// <summary>References to drop once the locks are dropped under which they were found (Linux <c>mmu_gather</c>).</summary>
/// <remarks>A driver that throws from its callback keeps no other page from being put: the first exception is passed on when all are.</remarks>
sealed class PageBatch(PhysicalMemory memory, int capacity = 0)
{
    readonly List<Page> pages = new(capacity);

    public void Add(Page page) => pages.Add(page);

    public void Release()
    {
        ExceptionDispatchInfo? first = null;
        foreach (Page page in pages)
            try
            {
                memory.Put(page);
            }
            catch (Exception exception)
            {
                first ??= ExceptionDispatchInfo.Capture(exception);
            }
        pages.Clear();
        first?.Throw();
    }
}
