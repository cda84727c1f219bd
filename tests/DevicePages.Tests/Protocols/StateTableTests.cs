namespace DevicePages.Tests;

/// <summary>The life of the counters in each protocol: what Linux documents of a page's count and of its map's references, for a map of eight pages.</summary>
public sealed class StateTableTests
{
    const int Pages = 8;

    /// <summary>Protocol, type; then the page's count and the map's references when idle, in use by one user, in use by two; callbacks after one use.</summary>
    public static TheoryData<string, PagemapType, (int, long), (int, long), (int, long), int> Lives => new()
    {
        { "P0", PagemapType.Generic, (1, 1), (2, 2), (3, 3), 0 },
        { "P1", PagemapType.Generic, (1, 9), (2, 9), (3, 9), 0 },
        { "P2", PagemapType.Generic, (1, 9), (2, 9), (3, 9), 0 },
        { "P2", PagemapType.Private, (1, 9), (2, 9), (3, 9), 1 },
        { "P2", PagemapType.Coherent, (1, 9), (2, 9), (3, 9), 1 },
        { "P3", PagemapType.Generic, (1, 9), (2, 9), (3, 9), 0 },
        { "P3", PagemapType.PciP2Pdma, (1, 9), (2, 9), (3, 9), 0 },
        { "P3", PagemapType.Private, (1, 9), (2, 9), (3, 9), 1 },
        { "P3", PagemapType.FsDax, (1, 9), (2, 9), (3, 9), 0 },
        { "P4a", PagemapType.Private, (1, 9), (1, 9), (2, 9), 1 },
        { "P4a", PagemapType.Coherent, (1, 9), (1, 9), (2, 9), 1 },
        { "P4a", PagemapType.PciP2Pdma, (1, 9), (1, 9), (2, 9), 1 },
        { "P4a", PagemapType.FsDax, (1, 9), (2, 9), (3, 9), 0 },
        { "P4b", PagemapType.Private, (0, 1), (1, 2), (2, 2), 1 },
        { "P4b", PagemapType.Coherent, (0, 1), (1, 2), (2, 2), 1 },
        { "P4b", PagemapType.PciP2Pdma, (1, 9), (1, 9), (2, 9), 1 },
        { "P4b", PagemapType.FsDax, (1, 9), (2, 9), (3, 9), 0 },
        { "P4c", PagemapType.Private, (0, 1), (1, 2), (2, 2), 1 },
        { "P4c", PagemapType.Coherent, (0, 1), (1, 2), (2, 2), 1 },
        { "P4c", PagemapType.PciP2Pdma, (0, 9), (1, 9), (2, 9), 1 },
        { "P4c", PagemapType.FsDax, (0, 9), (1, 9), (2, 9), 0 },
    };

    [Theory, MemberData(nameof(Lives))]
    public void Page_and_map_count_as_in_Linux(string protocol, PagemapType type, (int, long) idle, (int, long) oneUser, (int, long) twoUsers, int callbacks)
    {
        using PhysicalMemory memory = Machine.Boot(protocol);
        Driver driver = new();
        using DevicePagemap map = driver.Register(memory, type, Pages);
        Page page = map.Heads().First();
        (int, long) Counts() => (page.Count, map.Ref.Count);

        List<(int, long)> seen = [Counts()];
        Use(memory, map, page);
        seen.Add(Counts());
        memory.Get(page);
        seen.Add(Counts());
        memory.Put(page);
        seen.Add(Counts());
        memory.Put(page);
        seen.Add(Counts());

        Assert.Equal([idle, oneUser, twoUsers, oneUser, idle], seen);
        Assert.Equal(callbacks, driver.Freed.Count);
    }

    /// <summary>Protocol, type, whether removal waits for a page in use, whether the driver is told that it is free while it is in use.</summary>
    public static TheoryData<string, PagemapType, bool, bool> Removals => new()
    {
        { "P0", PagemapType.Generic, true, false },
        { "P1", PagemapType.Generic, true, false },
        { "P2", PagemapType.Private, true, true },
        { "P3", PagemapType.Private, true, true },
        { "P3", PagemapType.Coherent, true, true },
        { "P3", PagemapType.FsDax, true, false },
        { "P4a", PagemapType.Private, false, false },
        { "P4a", PagemapType.FsDax, false, false },
        { "P4b", PagemapType.Private, true, false },
        { "P4b", PagemapType.Coherent, true, false },
        { "P4b", PagemapType.FsDax, false, false },
        { "P4c", PagemapType.Private, true, false },
        { "P4c", PagemapType.Coherent, true, false },
        { "P4c", PagemapType.FsDax, false, false },
    };

    [Theory, MemberData(nameof(Removals))]
    public void Removal_treats_a_page_in_use_as_in_Linux(string protocol, PagemapType type, bool waits, bool tellsTooEarly)
    {
        using PhysicalMemory memory = Machine.Boot(protocol);
        Driver driver = new();
        DevicePagemap map = driver.Register(memory, type, Pages);
        Page page = map.Heads().First();
        Use(memory, map, page);
        map.BeginRemoval();
        Assert.Equal((!waits, tellsTooEarly), (map.WaitForReferences(TimeSpan.Zero), driver.Freed.Contains(page)));
        memory.Put(page);
        Assert.True(map.WaitForReferences(TimeSpan.Zero));
        map.Dispose();
    }

    /// <summary>How a page of this type gets its first user: from its driver, or by being mapped or looked up.</summary>
    static void Use(PhysicalMemory memory, DevicePagemap map, Page page)
    {
        switch (map.Type)
        {
            case PagemapType.FsDax or PagemapType.Generic when page.Count == 0:
                page.Increment();
                break;
            case PagemapType.FsDax or PagemapType.Generic:
                memory.Get(page);
                break;
            default:
                map.Take(page);
                memory.Unlock(page);
                break;
        }
    }
}
