namespace DevicePages.Tests;

/// <summary>Bugs that Linux had, each as something that must hold, and where the protocol has the fix, that does not hold in a variant without it.</summary>
public class HistoryTests
{
    public static TheoryData<string, string, bool> Gets
    {
        get
        {
            TheoryData<string, string, bool> data = [];
            foreach (string protocol in (string[])["P0", "P1", "P2", "P3", "P4a", "P4b", "P4c"])
                foreach (string get in (string[])["get", "try_get", "try_get_limited", "try_get_head", "pin"])
                    data.Add(protocol, get, protocol != "P0" || get == "get");
            return data;
        }
    }

    /// <summary>Before v4.12 a speculative get took no reference of the map, whose put dropped one.</summary>
    [Theory, MemberData(nameof(Gets))]
    public void However_a_reference_is_taken_the_map_is_left_as_it_was(string protocol, string get, bool holds)
    {
        using PhysicalMemory memory = Machine.Boot(protocol);
        DevicePagemap map = new Driver().Register(memory, PagemapType.Generic);
        Page page = map.Heads().First();
        if (page.Count == 0)
            map.Take(page);
        long before = map.Ref.Count;
        switch (get)
        {
            case "get": memory.Get(page); break;
            case "try_get": Assert.True(page.TryGet()); break;
            case "try_get_limited": Assert.True(page.TryGetLimited()); break;
            case "try_get_head": Assert.True(memory.TryGetHead(page, out _)); break;
            case "pin": Assert.True(memory.TryPin(page)); break;
        }
        if (get == "pin")
            memory.Unpin(page);
        else
            memory.Put(page);
        Assert.Equal(holds, map.Ref.Count == before);
    }

    /// <summary>A page frame found in a page table may belong to a map that is being removed.</summary>
    [Theory, InlineData(true), InlineData(false)]
    public void A_lookup_finds_no_dying_map(bool live)
    {
        using PhysicalMemory memory = Machine.Boot("P1");
        DevicePagemap map = new Driver().Register(memory, PagemapType.Generic);
        Page page = map.Heads().First();
        memory.Get(page);
        map.BeginRemoval();
        Assert.Equal(!live, live ? map.Ref.TryGetLive() : map.Ref.TryGet());
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

    [Theory, MemberData(nameof(Machine.WithFsDax), MemberType = typeof(Machine))]
    public void Unpinning_wakes_who_waits_for_a_dax_page(string protocol)
    {
        using PhysicalMemory memory = Machine.Boot(protocol);
        using DevicePagemap map = new Driver().Register(memory, PagemapType.FsDax);
        Page page = map.Heads().First();
        page.Add(1 + 2 * Page.PinBias);
        bool idle = false;
        Thread waiter = Threads.Start(() => idle = memory.WaitUntilIdle(page, Threads.Patience));
        memory.Unpin(page);
        memory.Unpin(page);
        memory.Put(page);
        Assert.True(waiter.Join(Threads.Patience));
        Assert.True(idle);
    }

    /// <summary>In v5.3 to v5.9 a map that had not switched the key on switched it off.</summary>
    [Fact]
    public void A_map_uncounts_the_key_only_if_it_counted_it()
    {
        using PhysicalMemory memory = new PhysicalMemory<P3WhoseManagedTypesChange>();
        P3WhoseManagedTypesChange.Managed = true;
        DevicePagemap managed = new Driver().Register(memory, PagemapType.Private);
        P3WhoseManagedTypesChange.Managed = false;
        DevicePagemap other = new Driver().Register(memory, PagemapType.Generic, offset: 32);
        P3WhoseManagedTypesChange.Managed = true;
        other.Dispose();
        Assert.Equal(1, memory.DevmapManagedKey.Count);
        P3WhoseManagedTypesChange.Managed = false;
        managed.Dispose();
        Assert.Equal(0, memory.DevmapManagedKey.Count);
    }

    /// <summary>Until v5.19 the map's count was destroyed while lookups could still find the map.</summary>
    [Fact]
    public void A_lookup_during_the_whole_of_removal_finds_nothing_and_fails_softly()
    {
        using PhysicalMemory memory = Machine.Boot("P4c");
        int pfn = memory.DeviceRange.Start;
        List<DevicePagemap?> found = [];
        memory.CreatePagemap(new()
        {
            Type = PagemapType.Generic,
            Ranges = [new(pfn, 8)],
            Memory = range => new CallbackMemory(range, () => found.Add(memory.FindPagemap(pfn))),
        }).Dispose();
        Assert.Equal([null], found);
    }

    /// <summary>In v4.18 to v5.2 a page came back to its driver with the mapping of its last use; those of DAX files must keep theirs.</summary>
    [Theory, MemberData(nameof(Machine.AllTypes), MemberType = typeof(Machine))]
    public void Only_file_pages_keep_their_mapping_when_free(string protocol, PagemapType type)
    {
        using PhysicalMemory memory = Machine.Boot(protocol);
        using DevicePagemap map = new Driver().Register(memory, type);
        Page page = map.Heads().First();
        page.SetCount(memory.FreeCount(type));
        page.Increment();
        if (memory.MapReferencesOf(type) is MapReferences.PerAllocation or MapReferences.PerReference)
            map.Ref.Get();
        page.Mapping = 42;
        memory.Put(page);
        bool told = type is PagemapType.Private or PagemapType.Coherent || type == PagemapType.PciP2Pdma && memory.FreeCount(type) == 0;
        Assert.Equal(told ? 0 : 42, page.Mapping);
    }

    /// <summary>In v5.18 to v6.0 the next user's reference was stored after the driver had been told, over whatever it had done since.</summary>
    [Fact]
    public void The_count_is_settled_before_the_driver_hears_of_the_page()
    {
        using PhysicalMemory memory = Machine.Boot("P4a");
        int seen = -1;
        using DevicePagemap map = new Driver { OnFree = page => seen = page.IncrementReturn() }.Register(memory, PagemapType.Private);
        Page page = map.Heads().First();
        memory.Put(page);
        Assert.Equal((2, 2), (seen, page.Count));
    }

    /// <summary>A compound page may be split between the look at the head and the get.</summary>
    [Fact]
    public void A_reference_by_a_tail_is_of_the_page_that_it_is_in()
    {
        using PhysicalMemory memory = Machine.Boot("P4c");
        Page first = memory.Allocate(order: 1);
        Page second = memory.PageAt(memory.PfnOf(first) + 1);
        memory.Put(first);
        using ManualResetEventSlim done = new();
        int strays = 0;
        Threads.Run(2, thread =>
        {
            if (thread == 0)
                while (!done.IsSet)
                {
                    if (!memory.TryGetHead(second, out Page head))
                        continue;
                    strays += second.Head == head ? 0 : 1;
                    memory.Put(head);
                }
            else
            {
                for (int i = 0; i < 20000; i++)
                {
                    Page block = memory.Allocate(order: 1);
                    if (memory.TrySplit(block, expected: 1))
                        memory.Put([memory.PageAt(memory.PfnOf(block) + 1)]);
                    memory.Put(block);
                }
                done.Set();
            }
        });
        Assert.Equal(0, strays);
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

    readonly struct P3WhoseManagedTypesChange : IVariantOf<P3<NoKey>>
    {
        public static bool Managed { get; set; }

        static bool IPageProtocol.IsManaged(PagemapType type) => Managed;
    }

    sealed unsafe class CallbackMemory(PfnRange range, Action onDispose) : DeviceMemory
    {
        readonly DeviceMemory bytes = Allocate(range);

        protected internal override byte* Address => bytes.Address;

        public override void Dispose()
        {
            onDispose();
            bytes.Dispose();
        }
    }
}
