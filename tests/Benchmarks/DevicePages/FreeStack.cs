using DevicePages;

namespace Benchmarks.DevicePages;

/// <summary>The least that a driver does: keeps its free pages, of one order.</summary>
sealed class FreeStack : IPrivateMemoryOps
{
    readonly int order;
    readonly Stack<Page> free;

    public FreeStack(PhysicalMemory memory, PagemapType type, PfnRange range, int order = 0)
    {
        this.order = order;
        Map = memory.CreatePagemap(new() { Type = type, Ops = this, Owner = this, Ranges = [range] });
        free = new(Map.Heads().Where((_, i) => i % (1 << order) == 0));
    }

    public DevicePagemap Map { get; }

    public bool TryTake(out Page page)
    {
        if (!free.TryPop(out page))
            return false;
        Map.Take(page, order);
        return true;
    }

    public void PageFree(Page page) => free.Push(page);

    public FaultResult MigrateToRam(CpuFault fault) => FaultResult.BusError;
}
