namespace DevicePages.Tests;

public class DevicePagemapTests
{
    [Theory, MemberData(nameof(Machine.AllTypes), MemberType = typeof(Machine))]
    public void Is_created_with_idle_pages_and_removed_when_nobody_uses_them(string protocol, PagemapType type)
    {
        using PhysicalMemory memory = Machine.Boot(protocol);
        DevicePagemap map = new Driver().Register(memory, type);
        Assert.All(map.Heads(), page => Assert.Equal(memory.IdleCount(type), page.Count));
        map.Dispose();
        Assert.Equal((0, 0L, true), (memory.DevmapManagedKey.Count, map.Ref.Count, map.IsDying));
        Assert.Equal(ZoneType.None, memory.PageAt(memory.DeviceRange.Start).Zone);
    }

    [Theory, MemberData(nameof(Machine.DriverTypes), MemberType = typeof(Machine))]
    public void Gives_the_page_back_to_its_driver_once_for_each_use(string protocol, PagemapType type)
    {
        using PhysicalMemory memory = Machine.Boot(protocol);
        Driver driver = new();
        using DevicePagemap map = driver.Register(memory, type);
        Page page = map.Heads().First();
        for (int use = 1; use <= 3; use++)
        {
            map.Take(page);
            memory.Get(page);
            memory.Unlock(page);
            memory.Put(page);
            Assert.Equal(use - 1, driver.Freed.Count);
            memory.Put(page);
            Assert.Equal(use, driver.Freed.Count);
        }
    }
}
