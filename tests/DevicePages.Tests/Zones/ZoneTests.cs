using CsCheck;

namespace DevicePages.Tests;

public class ZoneTests
{
    [Fact]
    public void Device_memory_is_never_in_a_zonelist()
    {
        using PhysicalMemory memory = Machine.Boot("P4c");
        using DevicePagemap map = new Driver().Register(memory, PagemapType.Coherent, pages: Machine.DevicePages);
        Assert.Equal([ZoneType.Normal], memory.Zonelist(AllocationZone.Normal).Select(zone => zone.Type));
        Assert.Equal([ZoneType.Movable, ZoneType.Normal], memory.Zonelist(AllocationZone.Movable).Select(zone => zone.Type));
        Assert.Equal(0, memory.Zones.Single(zone => zone.Type == ZoneType.Device).Present);
    }

    [Theory, MemberData(nameof(Machine.AllProtocols), MemberType = typeof(Machine))]
    public void Allocation_fails_before_it_takes_a_device_page(string protocol)
    {
        using PhysicalMemory memory = Machine.Boot(protocol);
        using DevicePagemap map = new Driver().Register(memory, PagemapType.Generic, pages: Machine.DevicePages);
        List<Page> taken = [];
        while (memory.TryAllocate(AllocationZone.Movable, 0, out Page page))
            taken.Add(page);
        Assert.Equal(256, taken.Count);
        Assert.DoesNotContain(taken, page => page.IsZoneDevice);
        Assert.Throws<InsufficientMemoryException>(() => memory.Allocate());
        memory.Put(taken.ToArray());
    }

    [Fact]
    public void Normal_memory_serves_movable_allocations_but_not_the_other_way_round()
    {
        using PhysicalMemory memory = Machine.Boot("P4c");
        List<ZoneType> movable = [], normal = [];
        while (memory.TryAllocate(AllocationZone.Normal, 0, out Page page))
            normal.Add(page.Zone);
        while (memory.TryAllocate(AllocationZone.Movable, 0, out Page page))
            movable.Add(page.Zone);
        Assert.Equal((64, 192), (normal.Count(zone => zone == ZoneType.Normal), movable.Count(zone => zone == ZoneType.Movable)));
        Assert.Equal((64, 192), (normal.Count, movable.Count));
    }

    [Fact]
    public void Many_pages_at_once_lie_side_by_side_and_come_back_as_the_blocks_they_were()
    {
        using PhysicalMemory memory = Machine.Boot("P4c");
        Page[] pages = new Page[300];
        Assert.Equal(256, memory.Allocate(AllocationZone.Movable, 0, pages));
        Assert.Equal([.. Enumerable.Range(192, 64), .. Enumerable.Range(64, 128), .. Enumerable.Range(0, 64)], pages[..256].Select(memory.PfnOf));
        Assert.All(pages[..256], page => Assert.Equal(1, page.Count));
        memory.Put(pages.AsSpan(0, 256));
        Assert.Equal(1, memory.Allocate(AllocationZone.Movable, 7, pages.AsSpan(0, 2)));
    }

    [Theory, InlineData(true), InlineData(false)]
    public void A_fresh_page_is_locked_if_asked_for_so(bool locked)
    {
        using PhysicalMemory memory = Machine.Boot("P4c");
        Page[] pages = new Page[2];
        memory.Allocate(AllocationZone.Movable, 2, pages, locked);
        Assert.All(pages, page => Assert.Equal((2, 1, !locked), (page.Order, page.Count, page.TryLock())));
    }

    /// <summary>Each way to allocate.</summary>
    public static MatrixTheoryData<string, int> UnknownOrders => new(["one", "tried", "many"], [int.MinValue, -1, Zone.MaxOrder + 1, 31, int.MaxValue]);

    [Theory, MemberData(nameof(UnknownOrders))]
    public void An_order_that_no_block_has_is_refused_by_name(string way, int order)
    {
        using PhysicalMemory memory = Machine.Boot("P4c");
        ArgumentOutOfRangeException refused = Assert.Throws<ArgumentOutOfRangeException>(() => Allocate(memory, way, AllocationZone.Movable, order));
        Assert.Equal(("order", order), (refused.ParamName, refused.ActualValue));
    }

    /// <summary>Each way to ask for a zone.</summary>
    public static MatrixTheoryData<string, int> UnknownZones => new(["one", "tried", "many", "zonelist"], [int.MinValue, -1, 2, int.MaxValue]);

    [Theory, MemberData(nameof(UnknownZones))]
    public void A_zone_that_there_is_not_is_refused_by_name(string way, int zone)
    {
        using PhysicalMemory memory = Machine.Boot("P4c");
        ArgumentOutOfRangeException refused = Assert.Throws<ArgumentOutOfRangeException>(() => Allocate(memory, way, (AllocationZone)zone, order: 0));
        Assert.Equal(("best", (AllocationZone)zone), (refused.ParamName, refused.ActualValue));
    }

    static object Allocate(PhysicalMemory memory, string way, AllocationZone best, int order) => way switch
    {
        "one" => memory.Allocate(best, order),
        "tried" => memory.TryAllocate(best, order, out _),
        "many" => memory.Allocate(best, order, new Page[2]),
        "zonelist" => memory.Zonelist(best),
        _ => throw new ArgumentException(way),
    };

    [Fact]
    public void Scans_by_page_frame_see_system_memory_only()
    {
        using PhysicalMemory memory = Machine.Boot("P4c");
        using DevicePagemap map = new Driver().Register(memory, PagemapType.Coherent, pages: Machine.DevicePages);
        Assert.Equal(256, Enumerable.Range(-1, memory.PageCount + 2).Count(pfn => memory.TryGetOnlinePage(pfn, out _)));
    }

    [Fact]
    public void Blocks_never_overlap_and_all_come_back_as_one() =>
        (from take in Gen.Bool
         from order in Gen.Int[0, 5]
         from which in Gen.Int[0, 99]
         select (take, order, which)).List[1, 150].Sample(steps =>
         {
             using PhysicalMemory memory = Machine.Boot("P4c");
             List<Page> blocks = [];
             foreach ((bool take, int order, int which) in steps)
                 if (take && memory.TryAllocate(AllocationZone.Movable, order, out Page block))
                     blocks.Add(block);
                 else if (blocks.Count > 0)
                 {
                     memory.Put(blocks[which % blocks.Count]);
                     blocks.RemoveAt(which % blocks.Count);
                 }
             int[] frames = [.. blocks.SelectMany(block => Enumerable.Range(memory.PfnOf(block), 1 << block.Order))];
             bool distinct = frames.Distinct().Count() == frames.Length && memory.Zones.Sum(zone => zone.Free) == 256 - frames.Length;
             memory.Put(blocks.ToArray());
             bool merged = memory.TryAllocate(AllocationZone.Normal, 6, out _) && memory.TryAllocate(AllocationZone.Movable, 7, out _) && memory.TryAllocate(AllocationZone.Movable, 6, out _);
             return distinct && merged;
         }, iter: 300);

    [Fact]
    public void Allocates_and_frees_from_many_threads()
    {
        using PhysicalMemory memory = Machine.Boot("P4c");
        Threads.Run(4, thread =>
        {
            Random random = new(thread);
            List<Page> mine = [];
            for (int i = 0; i < 3000; i++)
                if (random.Next(2) == 0 && memory.TryAllocate(AllocationZone.Movable, random.Next(4), out Page page))
                    mine.Add(page);
                else if (mine.Count > 0)
                {
                    memory.Put(mine[^1]);
                    mine.RemoveAt(mine.Count - 1);
                }
            memory.Put(mine.ToArray());
        });
        Assert.Equal(256, memory.Zones.Sum(zone => zone.Free));
    }
}
