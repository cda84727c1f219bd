namespace DevicePages.Tests;

public class MemoryLifetimeTests
{
    [Fact]
    public void Nothing_is_allocated_or_found_after_the_memory_was_freed()
    {
        PhysicalMemory memory = Machine.Boot("P4c");
        int pages = memory.PageCount;
        memory.Dispose();
        memory.Dispose();
        Assert.Throws<ObjectDisposedException>(() => memory.TryAllocate(AllocationZone.Movable, 0, out _));
        Assert.Throws<ObjectDisposedException>(() => memory.PageAt(0));
        Assert.Throws<ObjectDisposedException>(() => new Driver().Register(memory, PagemapType.Generic));
        Assert.Equal(pages, memory.PageCount);
    }

    [Theory, MemberData(nameof(Machine.AllTypes), MemberType = typeof(Machine))]
    public void A_map_that_outlived_the_memory_says_so(string protocol, PagemapType type)
    {
        PhysicalMemory memory = Machine.Boot(protocol);
        DevicePagemap map = new Driver().Register(memory, type);
        memory.Dispose();
        Assert.Throws<ObjectDisposedException>(map.Dispose);
    }
}
