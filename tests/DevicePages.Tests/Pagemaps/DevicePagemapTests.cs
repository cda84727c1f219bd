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

    /// <summary>Each protocol with the types whose driver gets its pages back, and how references are dropped.</summary>
    public static TheoryData<string, PagemapType, string> Puts =>
        [.. from row in Machine.DriverTypes from way in (string[])["put", "put 2", "batch"] select new TheoryDataRow<string, PagemapType, string>(row.Data.Item1, row.Data.Item2, way)];

    [Theory, MemberData(nameof(Puts))]
    public void A_page_that_is_put_locked_is_as_before_and_keeps_its_map(string protocol, PagemapType type, string way)
    {
        using PhysicalMemory memory = Machine.Boot(protocol);
        Driver driver = new();
        using DevicePagemap map = driver.Register(memory, type);
        Page page = map.Heads().First();
        map.Take(page);
        if (way == "put 2")
            memory.Get(page);
        page.Mapping = 41;
        (int count, long references) = (page.Count, map.Ref.Count);
        Assert.Throws<PageStateException>(Put);
        Assert.Equal((count, 41, references), (page.Count, page.Mapping, map.Ref.Count));
        Assert.Empty(driver.Freed);
        memory.Unlock(page);
        Put();
        Assert.Equal([page], driver.Freed);

        void Put()
        {
            if (way == "put 2")
                memory.Put(page, 2);
            else if (way == "batch")
                memory.Put([page]);
            else
                memory.Put(page);
        }
    }

    [Theory, InlineData("P2"), InlineData("P3")]
    public void A_page_that_is_locked_when_removal_begins_has_no_reference_of_the_map_any_more(string protocol)
    {
        using PhysicalMemory memory = Machine.Boot(protocol);
        DevicePagemap map = new Driver().Register(memory, PagemapType.Private);
        Page page = map.Heads().First();
        map.Take(page);
        Assert.Throws<PageStateException>(map.BeginRemoval);
        memory.Unlock(page);
        memory.Put(page);
        Assert.True(map.WaitForReferences(Threads.Patience));
        map.Dispose();
    }

    [Theory, MemberData(nameof(Machine.AllTypes), MemberType = typeof(Machine))]
    public void What_is_taken_can_be_put(string protocol, PagemapType type)
    {
        using PhysicalMemory memory = Machine.Boot(protocol);
        DevicePagemap map = new Driver().Register(memory, type);
        long references = map.Ref.Count;
        memory.Put(Taken(memory, map));
        Assert.Equal(references, map.Ref.Count);
        map.Dispose();
    }

    [Theory, MemberData(nameof(Machine.DriverTypes), MemberType = typeof(Machine))]
    public void Of_several_pages_it_gives_out_all_or_none(string protocol, PagemapType type)
    {
        using PhysicalMemory memory = Machine.Boot(protocol);
        Assert.SkipWhen(memory.IdleCount(type) == memory.FreeCount(type) + 1, "A page that is in use counts what an idle one does.");
        Driver driver = new();
        using DevicePagemap map = driver.Register(memory, type);
        Page[] pages = [.. map.Heads()];
        map.Take(pages[3]);
        long references = map.Ref.Count;
        Assert.Throws<PageStateException>(() => map.Take(pages));
        Assert.Equal(references, map.Ref.Count);
        Assert.Equal(pages[..3], driver.Freed);
        map.Take(pages.AsSpan(4));
        Assert.All(pages[3..], page => Assert.Equal((map.FreeCount + 1, false), (page.Count, page.TryLock())));
        foreach (Page page in pages[3..])
            memory.Unlock(page);
        memory.Put(pages.AsSpan(3));
        Assert.Equal(pages, driver.Freed);
    }

    [Theory, MemberData(nameof(Machine.AllTypes), MemberType = typeof(Machine))]
    public void Any_number_of_compound_pages_makes_a_map(string protocol, PagemapType type)
    {
        using PhysicalMemory memory = Machine.Boot(protocol);
        using DevicePagemap map = new Driver().Register(memory, type, pages: 16, shift: 2);
        Assert.Equal(4, map.Heads().Count());
        Assert.All(map.Heads(), head => Assert.Equal((2, memory.IdleCount(type)), (head.Order, head.Count)));
        Assert.Equal(12, Enumerable.Range(map.Ranges[0].Start, 16).Select(memory.PageAt).Count(page => page.IsTail && page.Count == 0));
    }

    [Theory, MemberData(nameof(Machine.DriverTypes), MemberType = typeof(Machine))]
    public void Is_found_by_each_of_its_page_frames_and_no_other(string protocol, PagemapType type)
    {
        using PhysicalMemory memory = Machine.Boot(protocol);
        using DevicePagemap map = new Driver().Register(memory, type, offset: 16);
        Assert.Equal(Enumerable.Range(map.Ranges[0].Start, 8), Enumerable.Range(0, memory.PageCount).Where(pfn =>
        {
            DevicePagemap? found = memory.FindPagemap(pfn);
            found?.Ref.Put();
            return found is not null;
        }));
    }

    [Theory, MemberData(nameof(Machine.DriverTypes), MemberType = typeof(Machine))]
    public void A_lookup_keeps_the_map_until_it_is_put(string protocol, PagemapType type)
    {
        using PhysicalMemory memory = Machine.Boot(protocol);
        DevicePagemap map = new Driver().Register(memory, type);
        DevicePagemap found = memory.FindPagemap(map.Ranges[0].Start)!;
        map.BeginRemoval();
        Assert.False(map.WaitForReferences(TimeSpan.Zero));
        Assert.Null(memory.FindPagemap(map.Ranges[0].Start));
        found.Ref.Put();
        map.Dispose();
    }

    public static TheoryData<PagemapType, bool, bool, bool> Incomplete => new()
    {
        { PagemapType.Private, false, true, true },
        { PagemapType.Private, true, false, true },
        { PagemapType.Private, true, true, false },
        { PagemapType.Coherent, false, true, true },
        { PagemapType.Coherent, true, false, true },
        { PagemapType.PciP2Pdma, false, true, true },
        { PagemapType.Generic, true, true, false },
    };

    [Theory, MemberData(nameof(Incomplete))]
    public void Is_refused_without_what_its_type_needs(PagemapType type, bool hasOps, bool hasOwner, bool hasRange)
    {
        using PhysicalMemory memory = Machine.Boot("P4c");
        Assert.ThrowsAny<ArgumentException>(() => memory.CreatePagemap(new()
        {
            Type = type,
            Ops = hasOps ? new Driver() : null,
            Owner = hasOwner ? this : null,
            Ranges = hasRange ? [new(memory.DeviceRange.Start, 8)] : [],
        }));
    }

    [Theory, InlineData(0), InlineData(-1), InlineData(257), InlineData(3)]
    public void Ranges_lie_in_the_machine_and_are_whole_compound_pages(int pages)
    {
        using PhysicalMemory memory = Machine.Boot("P4c");
        Assert.Throws<ArgumentOutOfRangeException>(() => new Driver().Register(memory, PagemapType.Private, pages, shift: 1));
    }

    [Theory, InlineData(int.MaxValue - 4, 8, 0), InlineData(0, int.MaxValue, 0), InlineData(0, 8, 33), InlineData(0, 8, -1), InlineData(0, 8, 31)]
    public void Ranges_and_compound_pages_do_not_wrap(int offset, int pages, int shift)
    {
        using PhysicalMemory memory = Machine.Boot("P4c");
        PfnRange range = new(offset == 0 ? memory.DeviceRange.Start : offset, pages);
        Assert.Throws<ArgumentOutOfRangeException>(() => memory.CreatePagemap(new() { Type = PagemapType.Generic, Ranges = [range], VmemmapShift = shift }));
    }

    [Theory]
    [InlineData("P0", PagemapType.Private)]
    [InlineData("P1", PagemapType.Private)]
    [InlineData("P1", PagemapType.FsDax)]
    [InlineData("P2", PagemapType.FsDax)]
    [InlineData("P4c", (PagemapType)0)]
    public void Is_refused_where_Linux_had_no_such_type(string protocol, PagemapType type)
    {
        using PhysicalMemory memory = Machine.Boot(protocol);
        Assert.Throws<NotSupportedException>(() => new Driver().Register(memory, type));
    }

    [Fact]
    public void Private_memory_has_bytes_for_its_device_but_not_for_a_processor()
    {
        using PhysicalMemory memory = Machine.Boot("P4c");
        using DevicePagemap map = new Driver().Register(memory, PagemapType.Private);
        map.DeviceBytes(map.Heads().Last()).Fill(7);
        Assert.Equal(7, map.DeviceBytes(map.Heads().Last())[4095]);
        Assert.Throws<InvalidOperationException>(() => memory.Bytes(map.Heads().Last()).Length);
    }

    [Fact]
    public void Coherent_memory_has_the_same_bytes_for_both()
    {
        using PhysicalMemory memory = Machine.Boot("P4c");
        using DevicePagemap map = new Driver().Register(memory, PagemapType.Coherent);
        memory.Bytes(map.Heads().Last()).Fill(9);
        Assert.Equal(9, map.DeviceBytes(map.Heads().Last())[0]);
    }

    [Theory, MemberData(nameof(Machine.DriverTypes), MemberType = typeof(Machine))]
    public void Forgets_the_mapping_before_the_driver_hears_of_the_page(string protocol, PagemapType type)
    {
        using PhysicalMemory memory = Machine.Boot(protocol);
        long heard = -1;
        using DevicePagemap map = new Driver { OnFree = page => heard = page.Mapping }.Register(memory, type);
        Page page = Taken(memory, map);
        page.Mapping = 3;
        memory.Put(page);
        Assert.Equal(0, heard);
    }

    [Theory, MemberData(nameof(Machine.DriverTypes), MemberType = typeof(Machine))]
    public void A_driver_that_throws_loses_neither_page_nor_map(string protocol, PagemapType type)
    {
        using PhysicalMemory memory = Machine.Boot(protocol);
        DevicePagemap map = new Driver { OnFree = _ => throw new TimeoutException() }.Register(memory, type);
        Page page = Taken(memory, map);
        Assert.Throws<TimeoutException>(() => memory.Put(page));
        Assert.Equal(memory.IdleCount(type), page.Count);
        map.Dispose();
    }

    [Theory, InlineData("P2"), InlineData("P3")]
    public void A_driver_that_throws_when_removal_begins_does_not_stop_it(string protocol)
    {
        using PhysicalMemory memory = Machine.Boot(protocol);
        DevicePagemap map = new Driver { OnFree = _ => throw new TimeoutException() }.Register(memory, PagemapType.Private);
        Page page = Taken(memory, map);
        Assert.Throws<TimeoutException>(map.BeginRemoval);
        memory.Put(page);
        Assert.True(map.WaitForReferences(TimeSpan.Zero));
        map.Dispose();
    }

    [Theory, InlineData("P2"), InlineData("P3")]
    public void A_driver_that_throws_during_removal_hears_of_it_when_the_map_is_gone(string protocol)
    {
        using PhysicalMemory memory = Machine.Boot(protocol);
        Driver driver = new();
        DevicePagemap map = driver.Register(memory, PagemapType.Private);
        Page page = Taken(memory, map);
        driver.OnFree = freed =>
        {
            memory.Put(freed);
            throw new TimeoutException();
        };
        Assert.Throws<TimeoutException>(map.Dispose);
        Assert.Equal((ZoneType.None, 0), (page.Zone, memory.DevmapManagedKey.Count));
    }

    [Theory, MemberData(nameof(Machine.DriverTypes), MemberType = typeof(Machine))]
    public void A_driver_may_hand_out_the_page_again_while_it_gets_it_back(string protocol, PagemapType type)
    {
        using PhysicalMemory memory = Machine.Boot(protocol);
        Driver driver = new();
        using DevicePagemap map = driver.Register(memory, type);
        driver.OnFree = freed =>
        {
            driver.OnFree = static _ => { };
            map.Take(freed);
        };
        Page page = Taken(memory, map);
        (int, long) inUse = (page.Count, map.Ref.Count);
        memory.Put(page);
        Assert.Equal(inUse, (page.Count, map.Ref.Count));
        memory.Unlock(page);
        memory.Put(page);
        Assert.Equal(2, driver.Freed.Count);
    }

    [Theory, MemberData(nameof(Machine.DriverTypes), MemberType = typeof(Machine))]
    public void A_driver_may_drop_another_page_while_it_gets_one_back(string protocol, PagemapType type)
    {
        using PhysicalMemory memory = Machine.Boot(protocol);
        Driver driver = new();
        using DevicePagemap map = driver.Register(memory, type);
        Page[] pages = [.. map.Heads().Take(3)];
        foreach (Page page in pages)
        {
            map.Take(page);
            memory.Unlock(page);
        }
        driver.OnFree = freed =>
        {
            if (freed != pages[2])
                memory.Put(pages[Array.IndexOf(pages, freed) + 1]);
        };
        memory.Put(pages[0]);
        Assert.Equal(pages, driver.Freed);
    }

    [Theory, MemberData(nameof(Machine.DriverTypes), MemberType = typeof(Machine))]
    public void A_page_in_use_cannot_be_taken(string protocol, PagemapType type)
    {
        using PhysicalMemory memory = Machine.Boot(protocol);
        using DevicePagemap map = new Driver().Register(memory, type);
        Page page = Taken(memory, map);
        memory.Get(page);
        long references = map.Ref.Count;
        Assert.Throws<PageStateException>(() => map.Take(page));
        Assert.Equal(references, map.Ref.Count);
        memory.Put(page, 2);
    }

    /// <summary>Page frame from the first of the map, order, and what is thrown: in a map of eight pages in front of another one, of which the third is taken.</summary>
    public static TheoryData<int, int, Type> NotToBeTaken => new()
    {
        { -1, 0, typeof(ArgumentException) },
        { 8, 0, typeof(ArgumentException) },
        { 0, -1, typeof(ArgumentOutOfRangeException) },
        { 0, 4, typeof(ArgumentOutOfRangeException) },
        { 0, 33, typeof(ArgumentOutOfRangeException) },
        { 7, 1, typeof(ArgumentOutOfRangeException) },
        { 5, 1, typeof(ArgumentOutOfRangeException) },
        { 2, 0, typeof(PageStateException) },
        { 0, 2, typeof(PageStateException) },
    };

    [Theory, MemberData(nameof(NotToBeTaken))]
    public void Nothing_is_taken_but_free_pages_of_the_map(int offset, int order, Type refusal)
    {
        using PhysicalMemory memory = Machine.Boot("P4c");
        DevicePagemap map = new Driver().Register(memory, PagemapType.Private), next = new Driver().Register(memory, PagemapType.Private, offset: 8);
        Page third = map.Heads().ElementAt(2);
        map.Take(third);
        Assert.Throws(refusal, () => map.Take(memory.PageAt(map.Ranges[0].Start + offset), order));
        Assert.Equal((2, 1), (map.Ref.Count, next.Ref.Count));
        Assert.All(map.Heads().Concat(next.Heads()), page => Assert.Equal((page == third ? 1 : 0, false), (page.Count, page.IsTail)));
        memory.Unlock(third);
        memory.Put(third);
        map.Dispose();
        next.Dispose();
    }

    [Theory, InlineData("P4b"), InlineData("P4c")]
    public void A_part_of_a_compound_page_cannot_be_taken(string protocol)
    {
        using PhysicalMemory memory = Machine.Boot(protocol);
        DevicePagemap map = new Driver().Register(memory, PagemapType.Private), whole = new Driver().Register(memory, PagemapType.Private, offset: 8, shift: 2);
        Page head = map.Heads().First();
        map.Take(head, order: 1);
        Assert.Throws<PageStateException>(() => map.Take(memory.PageAt(memory.PfnOf(head) + 1)));
        Assert.Throws<PageStateException>(() => whole.Take(memory.PageAt(whole.Ranges[0].Start + 1)));
        memory.Unlock(head);
        memory.Put(head);
        map.Dispose();
        whole.Dispose();
    }

    [Theory, InlineData("P4b"), InlineData("P4c")]
    public void A_compound_page_is_taken_and_given_back_as_one(string protocol)
    {
        using PhysicalMemory memory = Machine.Boot(protocol);
        Driver driver = new();
        using DevicePagemap map = driver.Register(memory, PagemapType.Private);
        Page head = map.Heads().First();
        map.Take(head, order: 2);
        Assert.Equal((2, 1 + 4L, 4 * PhysicalMemory.PageSize), (head.Order, map.Ref.Count, map.DeviceBytes(head).Length));
        memory.Unlock(head);
        memory.Put(head);
        Assert.Equal((0, 1L, 1), (head.Order, map.Ref.Count, driver.Freed.Count));
    }

    [Theory, InlineData("P4b"), InlineData("P4c")]
    public void A_page_of_a_map_of_compound_pages_is_not_split(string protocol)
    {
        using PhysicalMemory memory = Machine.Boot(protocol);
        DevicePagemap map = new Driver().Register(memory, PagemapType.Private, shift: 2);
        Page head = Taken(memory, map);
        Assert.False(memory.TrySplit(head, expected: 1));
        Assert.Equal((2, 1, 2L), (head.Order, head.Count, map.Ref.Count));
        memory.Put(head);
        map.Dispose();
    }

    [Theory, MemberData(nameof(Machine.DriverTypes), MemberType = typeof(Machine))]
    public void No_page_is_taken_after_removal_began(string protocol, PagemapType type)
    {
        using PhysicalMemory memory = Machine.Boot(protocol);
        DevicePagemap map = new Driver().Register(memory, type);
        map.BeginRemoval();
        Assert.Throws<ObjectDisposedException>(() => map.Take(map.Heads().First()));
        map.Dispose();
    }

    [Theory, MemberData(nameof(Machine.AllTypes), MemberType = typeof(Machine))]
    public void Maps_of_other_types_leave_each_other_alone(string protocol, PagemapType type)
    {
        using PhysicalMemory memory = Machine.Boot(protocol);
        using DevicePagemap stays = new Driver().Register(memory, PagemapType.Generic, offset: 32);
        int users = memory.DevmapManagedKey.Count;
        new Driver().Register(memory, type).Dispose();
        Assert.Equal((users, false), (memory.DevmapManagedKey.Count, stays.IsDying));
    }

    [Theory, MemberData(nameof(Machine.AllTypes), MemberType = typeof(Machine))]
    public void A_removed_range_can_be_registered_again(string protocol, PagemapType type)
    {
        using PhysicalMemory memory = Machine.Boot(protocol);
        for (int i = 0; i < 20; i++)
            new Driver().Register(memory, type).Dispose();
    }

    [Fact]
    public void Removing_twice_removes_once()
    {
        using PhysicalMemory memory = Machine.Boot("P3");
        DevicePagemap map = new Driver().Register(memory, PagemapType.Private);
        Threads.Run(3, _ => map.Dispose());
        Assert.Equal(0, memory.DevmapManagedKey.Count);
    }

    [Fact]
    public void Memory_that_throws_when_it_goes_keeps_no_range_and_is_not_removed_again()
    {
        using PhysicalMemory memory = Machine.Boot("P4c");
        int start = memory.DeviceRange.Start, disposals = 0;
        DevicePagemap map = memory.CreatePagemap(new()
        {
            Type = PagemapType.Generic,
            Ranges = [new(start, 8), new(start + 8, 8)],
            Memory = range => new InterposedMemory(range)
            {
                OnDispose = () =>
                {
                    if (disposals++ == 0)
                        throw new TimeoutException();
                },
            },
        });
        Assert.Throws<TimeoutException>(map.Dispose);
        DevicePagemap next = new Driver().Register(memory, PagemapType.Generic, pages: 16);
        map.Dispose();
        Assert.Equal(2, disposals);
        Assert.All(next.Heads(), page => Assert.Equal((ZoneType.Device, next), (page.Zone, memory.PagemapOf(page))));
        next.Dispose();
    }

    static Page Taken(PhysicalMemory memory, DevicePagemap map)
    {
        Page page = map.Heads().First();
        map.Take(page);
        memory.Unlock(page);
        return page;
    }
}
