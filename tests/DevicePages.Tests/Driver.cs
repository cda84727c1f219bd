using System.Collections.Concurrent;

namespace DevicePages.Tests;

/// <summary>A driver that registers pages in the device zone, keeps those that come back, and does what the test tells it when one does.</summary>
sealed class Driver : IPrivateMemoryOps
{
    public ConcurrentQueue<Page> Freed { get; } = new();

    public Action<Page> OnFree { get; set; } = static _ => { };

    public DevicePagemap Register(PhysicalMemory memory, PagemapType type, int pages = 8, int offset = 0, int shift = 0) =>
        memory.CreatePagemap(new()
        {
            Type = type,
            Ops = this,
            Owner = this,
            VmemmapShift = shift,
            Ranges = [new(memory.DeviceRange.Start + offset, pages)],
        });

    public void PageFree(Page page)
    {
        Freed.Enqueue(page);
        OnFree(page);
    }

    public FaultResult MigrateToRam(CpuFault fault) => FaultResult.BusError;
}
