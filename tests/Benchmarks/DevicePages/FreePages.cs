using DevicePages;

namespace Benchmarks.DevicePages;

/// <summary>The least that a driver does: keeps its free pages, of one order, in the order in which they came.</summary>
sealed class FreePages : IPrivateMemoryOps
{
    readonly int order;
    readonly Queue<Page> free;

    public FreePages(PhysicalMemory memory, PagemapType type, PfnRange range, int order = 0)
    {
        this.order = order;
        Map = memory.CreatePagemap(new() { Type = type, Ops = this, Owner = this, Ranges = [range] });
        free = new(Map.Heads().Where((_, i) => i % (1 << order) == 0));
    }

    public DevicePagemap Map { get; }

    public int Take(Span<Page> pages)
    {
        int count = 0;
        while (count < pages.Length && free.TryDequeue(out pages[count]))
            count++;
        Map.Take(pages[..count], order);
        return count;
    }

    public void PageFree(Page page) => free.Enqueue(page);

    public FaultResult MigrateToRam(CpuFault fault) => FaultResult.BusError;
}
