using CsCheck;

namespace DevicePages.Tests;

/// <summary>Bugs that Linux had, each as something that must hold, and where a protocol has the fix, that does not hold in a variant without it.</summary>
public class HistoryTests
{
    public static TheoryData<string, string, bool> Gets
    {
        get
        {
            TheoryData<string, string, bool> data = [];
            foreach (string protocol in (string[])[.. Machine.Protocols, nameof(P0WhereSpeculativeGetsTakeTheMap)])
                foreach (string get in (string[])["get", "try get", "try get head", "pin"])
                    data.Add(protocol, get, protocol != "P0" || get == "get");
            return data;
        }
    }

    /// <summary>Before v4.12 a speculative get took no reference of the map, whose put dropped one.</summary>
    [Theory, MemberData(nameof(Gets))]
    public void However_a_reference_is_taken_the_map_is_left_as_it_was(string protocol, string get, bool holds)
    {
        using PhysicalMemory memory = protocol == nameof(P0WhereSpeculativeGetsTakeTheMap) ? new PhysicalMemory<P0WhereSpeculativeGetsTakeTheMap>() : Machine.Boot(protocol);
        DevicePagemap map = new Driver().Register(memory, PagemapType.Generic);
        Page page = map.Heads().First();
        if (page.Count == 0)
            map.Take(page);
        long before = map.Ref.Count;
        switch (get)
        {
            case "get": memory.Get(page); break;
            case "try get": Assert.True(memory.TryGet(page)); break;
            case "try get head": Assert.True(memory.TryGetHead(page, out _)); break;
            case "pin": Assert.True(memory.TryPin(page)); break;
        }
        if (get == "pin")
            memory.Unpin(page);
        else
            memory.Put(page);
        Assert.Equal(holds, map.Ref.Count == before);
    }

    /// <summary>A page frame found in a page table may belong to a map that is being removed, and still has references.</summary>
    [Fact]
    public void A_lookup_finds_no_dying_map()
    {
        using PhysicalMemory memory = Machine.Boot("P1");
        DevicePagemap map = new Driver().Register(memory, PagemapType.Generic);
        Page page = map.Heads().First();
        memory.Get(page);
        map.BeginRemoval();
        Assert.True(map.Ref.TryGet());
        map.Ref.Put();
        Assert.Null(memory.FindPagemap(memory.PfnOf(page)));
    }

    /// <summary>Until v5.2 the pages went while somebody held one.</summary>
    [Theory, InlineData(true), InlineData(false)]
    public void Removal_waits_for_the_last_page_in_use(bool holds)
    {
        using PhysicalMemory memory = holds ? new PhysicalMemory<P1>() : new PhysicalMemory<P1WithoutReferencesOfPages>();
        DevicePagemap map = new Driver().Register(memory, PagemapType.Generic);
        Page page = map.Heads().First();
        memory.Get(page);
        Thread removal = Threads.Start(map.Dispose);
        Threads.SpinUntil(() => map.IsDying && (holds || page.Zone == ZoneType.None));
        Assert.Equal(holds, page.Zone == ZoneType.Device);
        if (!holds)
            return;
        memory.Put(page);
        Assert.True(removal.Join(Threads.Patience));
        Assert.Equal(ZoneType.None, page.Zone);
    }

    /// <summary>In v4.14 to v4.17 maps of private memory held no reference for their pages.</summary>
    [Theory, InlineData(true), InlineData(false)]
    public void Each_page_of_a_new_map_refers_to_it(bool holds)
    {
        using PhysicalMemory memory = holds ? new PhysicalMemory<P2<NoKey>>() : new PhysicalMemory<P2WithoutReferencesOfPrivatePages>();
        using DevicePagemap map = new Driver().Register(memory, PagemapType.Private);
        Assert.Equal(holds, map.Ref.Count == 1 + 8);
    }

    public static TheoryData<string, bool> Drops => new()
    {
        { "put", true },
        { "put several", true },
        { "put batch", true },
        { "unpin", true },
        { "put", false },
        { "put several", false },
        { "unpin", false },
    };

    /// <summary>In v5.18 references that were dropped in numbers, pins above all, woke nobody. Until v5.2 batches did not either.</summary>
    [Theory, MemberData(nameof(Drops))]
    public void However_the_last_reference_goes_who_waits_for_the_page_is_woken(string drop, bool fixedAll)
    {
        using PhysicalMemory memory = fixedAll ? new PhysicalMemory<P3<NoKey>>() : new PhysicalMemory<P3WithHookInSinglePutOnly>();
        DevicePagemap map = new Driver().Register(memory, PagemapType.Private);
        Driver driver = (Driver)map.Ops!;
        Page page = map.Heads().First();
        map.Take(page);
        memory.Unlock(page);
        if (drop == "unpin")
            Assert.True(memory.TryPin(page));
        switch (drop)
        {
            case "put": memory.Put(page); break;
            case "put several":
                memory.Get(page);
                memory.Put(page, 2);
                break;
            case "put batch": memory.Put([page]); break;
            case "unpin":
                page.Decrement();
                memory.Unpin(page);
                break;
        }
        Assert.Equal(fixedAll || drop == "put", driver.Freed.Count == 1);
    }

    /// <summary>In v5.18 unpinning woke nobody who waited for a page of a DAX file.</summary>
    [Theory, MemberData(nameof(Machine.WithFsDax), MemberType = typeof(Machine))]
    public void Unpinning_wakes_who_waits_for_a_dax_page(string protocol)
    {
        using PhysicalMemory memory = Machine.Boot(protocol);
        using DevicePagemap map = new Driver().Register(memory, PagemapType.FsDax);
        Page page = map.Heads().First();
        page.Add(2 * Page.PinBias);
        bool idle = false;
        Thread waiter = Threads.StartUntilBlocked(() => idle = memory.WaitUntilIdle(page, Threads.Patience));
        memory.Unpin(page);
        memory.Unpin(page);
        Assert.True(waiter.Join(Threads.Patience));
        Assert.True(idle);
    }

    /// <summary>In v5.3 to v5.9 a map that had not switched the key on switched it off.</summary>
    [Theory, MemberData(nameof(Machine.AllProtocols), MemberType = typeof(Machine))]
    public void The_key_is_on_while_there_are_maps_that_need_it(string protocol)
    {
        using PhysicalMemory memory = Machine.Boot(protocol);
        PagemapType[] types = [.. Enum.GetValues<PagemapType>().Where(memory.Supports)];
        Gen.Shuffle(types).Sample(order =>
        {
            List<DevicePagemap> maps = [.. types.Select((type, i) => new Driver().Register(memory, type, offset: i * 32))];
            foreach (PagemapType type in order)
            {
                Assert.Equal(maps.Count(map => memory.IsManaged(map.Type)), memory.DevmapManagedKey.Count);
                DevicePagemap removed = maps.Single(map => map.Type == type);
                maps.Remove(removed);
                removed.Dispose();
            }
            Assert.Equal(0, memory.DevmapManagedKey.Count);
        }, iter: 50, threads: 1);
    }

    /// <summary>Until v5.19 the map's count was destroyed while lookups could still find the map.</summary>
    [Fact]
    public void The_count_of_a_map_outlives_the_last_lookup_that_finds_it()
    {
        using PhysicalMemory memory = Machine.Boot("P4c");
        int pfn = memory.DeviceRange.Start, asked = 0;
        memory.CreatePagemap(new()
        {
            Type = PagemapType.Generic,
            Ranges = [new(pfn, 8)],
            Memory = range => new InterposedMemory(range)
            {
                OnDispose = () =>
                {
                    PercpuRef found = memory.PagemapIndex.Find(pfn)!.Ref;
                    Assert.False(found.TryGetLive());
                    // Blind, because that fails once the count has ended.
                    found.Get();
                    found.Put();
                    asked++;
                },
            },
        }).Dispose();
        Assert.Equal((1, null), (asked, memory.FindPagemap(pfn)));
    }

    /// <summary>In v4.18 to v5.2 a page came back to its driver with the mapping of its last use; those of DAX files must keep theirs.</summary>
    [Theory, MemberData(nameof(Machine.AllTypes), MemberType = typeof(Machine))]
    public void Only_file_pages_keep_their_mapping_when_free(string protocol, PagemapType type)
    {
        using PhysicalMemory memory = Machine.Boot(protocol);
        bool noticed = memory.IsManaged(type) || memory.FreeCount(type) == 0;
        Assert.Equal(noticed && type is not (PagemapType.FsDax or PagemapType.Generic) ? 0 : 42, MappingOfFreePage(memory, type, 42));
    }

    [Fact]
    public void Where_all_pages_keep_their_mapping_a_driver_gets_a_stale_one()
    {
        using PhysicalMemory memory = new PhysicalMemory<P3WhereAllPagesKeepTheirMapping>();
        Assert.Equal(42, MappingOfFreePage(memory, PagemapType.Private, 42));
    }

    static long MappingOfFreePage(PhysicalMemory memory, PagemapType type, long mapping)
    {
        long? told = null;
        using DevicePagemap map = new Driver { OnFree = page => told = page.Mapping }.Register(memory, type);
        Page page = map.Heads().First();
        page.SetCount(map.FreeCount + 1);
        if (map.References is MapReferences.PerAllocation or MapReferences.PerReference)
            map.Ref.Get();
        page.Mapping = mapping;
        memory.Put(page);
        return told ?? page.Mapping;
    }

    /// <summary>In v5.18 to v6.0 the next user's reference was stored after the driver had been told, over whatever it had done since.</summary>
    [Theory, InlineData(true), InlineData(false)]
    public void The_count_is_settled_before_the_driver_hears_of_the_page(bool holds)
    {
        using PhysicalMemory memory = holds ? new PhysicalMemory<P4a<NoKey>>() : new PhysicalMemory<P4aWhichTellsTheDriverFirst>();
        using DevicePagemap map = new Driver { OnFree = page => page.Increment() }.Register(memory, PagemapType.Private);
        Page page = map.Heads().First();
        memory.Put(page);
        Assert.Equal(holds ? 2 : 1, page.Count);
    }

    /// <summary>Until v5.0 references could be taken until the count ran over, and the next put freed a page in use.</summary>
    [Theory]
    [InlineData(int.MaxValue - 1000, true)]
    [InlineData(int.MinValue + 1000, true)]
    [InlineData(int.MaxValue - 1000, false)]
    [InlineData(int.MinValue + 1000, false)]
    public void A_count_that_would_run_over_is_left_alone(int count, bool holds)
    {
        using PhysicalMemory memory = holds ? new PhysicalMemory<P3<NoKey>>() : new PhysicalMemory<P3WithoutLimit>();
        Page page = memory.Allocate();
        page.SetCount(count);
        Assert.Equal((!holds, holds), (memory.TryPin(page), page.Count == count));
    }

    /// <summary>A compound page may be split between the look at the head and the get.</summary>
    [Fact]
    public void A_reference_by_a_tail_is_of_the_page_that_it_is_in()
    {
        using PhysicalMemory memory = new PhysicalMemory<InterposedGet<P4c>>();
        Page head = memory.Allocate(order: 1), tail = memory.PageAt(memory.PfnOf(head) + 1);
        InterposedGet<P4c>.Before = () => Assert.True(memory.TrySplit(head, expected: 1));
        Assert.True(memory.TryGetHead(tail, out Page got));
        Assert.Equal((tail, 1, 2), (got, head.Count, tail.Count));
    }

    readonly struct P0WhereSpeculativeGetsTakeTheMap : IVariantOf<P0>
    {
        static bool IPageProtocol.TryGet(PhysicalMemory memory, Page page, int references)
        {
            bool taken = page.TryAdd(references);
            if (taken && page.IsZoneDevice)
                memory.PagemapOf(page).Ref.Get(references);
            return taken;
        }
    }

    readonly struct P1WithoutReferencesOfPages : IVariantOf<P1>
    {
        static MapReferences IPageProtocol.References(PagemapType type) => MapReferences.PerReference;
    }

    readonly struct P2WithoutReferencesOfPrivatePages : IVariantOf<P2<NoKey>>
    {
        static MapReferences IPageProtocol.References(PagemapType type) => MapReferences.PerReference;
    }

    readonly struct P3WithHookInSinglePutOnly : IVariantOf<P3<NoKey>>
    {
        static void IPageProtocol.Put(PhysicalMemory memory, Page page, int references) => SingleCount.Put(memory, page, references);
    }

    readonly struct P3WhereAllPagesKeepTheirMapping : IVariantOf<P3<NoKey>>
    {
        static bool IPageProtocol.KeepsMapping(PagemapType type) => true;
    }

    readonly struct P3WithoutLimit : IVariantOf<P3<NoKey>>
    {
        static bool IPageProtocol.TryGet(PhysicalMemory memory, Page page, int references)
        {
            page.Add(references);
            return true;
        }
    }

    readonly struct P4aWhichTellsTheDriverFirst : IVariantOf<P4a<NoKey>>
    {
        static void IPageProtocol.HandBack(PhysicalMemory memory, Page page, DevicePagemap map)
        {
            memory.Release.Tell(page, map);
            page.SetCount(map.IdleCount);
        }
    }
}
