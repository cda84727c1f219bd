using DevicePages;

namespace Benchmarks.DevicePages;

/// <summary>The least that a driver does: keeps its free pages.</summary>
sealed class FreeStack : IPrivateMemoryOps
{
    readonly Stack<Page> free;

    public FreeStack(PhysicalMemory memory, PagemapType type, PfnRange range)
    {
        Map = memory.CreatePagemap(new() { Type = type, Ops = this, Owner = this, Ranges = [range] });
        free = new(Map.Heads());
    }

    public DevicePagemap Map { get; }

    public bool TryTake(out Page page)
    {
        if (!free.TryPop(out page))
            return false;
        Map.Take(page);
        return true;
    }

    public void PageFree(Page page) => free.Push(page);

    public FaultResult MigrateToRam(CpuFault fault) => FaultResult.BusError;
}
