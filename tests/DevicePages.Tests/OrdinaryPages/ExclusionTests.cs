namespace DevicePages.Tests;

/// <summary>What works on ordinary pages and leaves device pages alone, and the checks that see to it, where free counts one and where it counts zero.</summary>
public class ExclusionTests
{
    const int PageSize = PhysicalMemory.PageSize;
    const int Pages = 4;

    public static TheoryData<string, Variant> Cases => Hmm.DeviceMemoryCases;

    [Theory, MemberData(nameof(Cases))]
    public void Ksm_merges_ordinary_pages_only(string protocol, Variant variant)
    {
        using Hmm hmm = new(protocol, variant);
        long ordinary = MapMergeable(hmm), device = MapMergeable(hmm);
        hmm.Migrate(device, Pages);
        Snapshot[] before = hmm.Mirror.TakeSnapshot(device, Pages);
        using (Ksm ksm = new(hmm.System))
        {
            Assert.Equal((Pages - 1, 1), (ksm.Scan(), ksm.StablePages));
            Assert.Equal(0, ksm.Scan());
            Assert.Equal(before, hmm.Mirror.TakeSnapshot(device, Pages));
            Assert.Single(Enumerable.Range(0, Pages).Select(page => hmm.PageAt(ordinary + page * PageSize)).Distinct());
        }
        hmm.Space.Write(ordinary, 5);
        Assert.Equal((5, 7, 7), (hmm.Space.Read<int>(ordinary), hmm.Space.Read<int>(ordinary + PageSize), hmm.Space.Read<int>(device)));
        hmm.CheckTables();
        hmm.Close();
    }

    static long MapMergeable(Hmm hmm)
    {
        long address = hmm.Map(Pages);
        for (int page = 0; page < Pages; page++)
            hmm.Space.Write(address + page * PageSize, 7);
        hmm.Space.Advise(address, Pages * PageSize, MemoryAdvice.Mergeable);
        return address;
    }

    [Theory, MemberData(nameof(Cases))]
    public void Ksm_is_kept_away_by_the_count_where_free_is_one_and_by_the_zone_everywhere(string protocol, Variant variant)
    {
        using Hmm hmm = new(protocol, variant);
        (Page system, Page device) = MapOneOfEach(hmm);
        Assert.True(Ksm.HasOnlyKnownReferences(system) && Ksm.IsCandidate(system));
        Assert.Equal(CountsFromZero(hmm), Ksm.HasOnlyKnownReferences(device));
        Assert.False(Ksm.IsCandidate(device));
        Drop(hmm, system, device);
    }

    [Theory, MemberData(nameof(Cases))]
    public void Reclaim_swaps_ordinary_pages_only(string protocol, Variant variant)
    {
        using Hmm hmm = new(protocol, variant);
        long ordinary = hmm.MapPattern(Pages), device = hmm.MapPattern(Pages);
        hmm.Migrate(device, Pages);
        Assert.Equal(Pages, Reclaim.Shrink(hmm.System, int.MaxValue));
        Assert.Equal((Pages, Pages, (long)Pages), (hmm.System.Swap.Used, hmm.Device.InUse, hmm.Space.ResidentPages));
        Assert.Equal(Hmm.Pattern(Pages), hmm.Read(ordinary, Pages));
        Assert.Equal(0, hmm.System.Swap.Used);
        hmm.CheckTables();
        hmm.Space.Advise(ordinary, Pages * PageSize, MemoryAdvice.PageOut);
        hmm.Space.Advise(device, Pages * PageSize, MemoryAdvice.PageOut);
        Assert.Equal((Pages, Pages), (hmm.System.Swap.Used, hmm.Device.InUse));
        Assert.Equal(Hmm.Pattern(Pages), hmm.Read(ordinary, Pages));
        Assert.Equal(Hmm.Pattern(Pages), hmm.Read(device, Pages));
        hmm.Close();
    }

    [Theory, MemberData(nameof(Cases))]
    public void Reclaim_is_kept_away_by_the_count_where_free_is_one_and_by_the_lru_everywhere(string protocol, Variant variant)
    {
        using Hmm hmm = new(protocol, variant);
        (Page system, Page device) = MapOneOfEach(hmm);
        hmm.Memory.Put(system);
        hmm.Memory.Put(device);
        foreach ((Page page, bool freezes) in new[] { (system, true), (device, CountsFromZero(hmm)) })
        {
            Assert.Equal(freezes, Reclaim.TryFreeze(page));
            if (freezes)
                page.Unfreeze(1);
        }
        Assert.False(hmm.Memory.Lru.TryIsolate(device));
        Assert.Throws<PageStateException>(() => hmm.Memory.Lru.Add(device));
        hmm.Close();
    }

    [Theory, MemberData(nameof(Cases))]
    public void Reclaim_writes_file_pages_to_the_file(string protocol, Variant variant)
    {
        using Hmm hmm = new(protocol, variant);
        using TemporaryFile file = new(new byte[Pages * PageSize]);
        using (FileMapping mapping = hmm.System.OpenFile(file.Handle))
        {
            long address = hmm.Space.MapFile(mapping, 0, Pages * PageSize, PageProtection.ReadWrite, shared: true);
            hmm.Write(address, Hmm.Pattern(Pages));
            Assert.Equal(Pages, Reclaim.Shrink(hmm.System, int.MaxValue));
            Assert.Equal(0, mapping.CachedPages);
            Assert.Equal(Hmm.Bytes(Hmm.Pattern(Pages)).ToArray(), file.Contents);
            Assert.Equal(Hmm.Pattern(Pages), hmm.Read(address, Pages));
            hmm.Space.Unmap(address, Pages * PageSize);
        }
        hmm.Close();
    }

    [Theory, MemberData(nameof(Cases))]
    public void Numa_balancing_moves_ordinary_pages_only(string protocol, Variant variant)
    {
        using Hmm hmm = new(protocol, variant);
        long ordinary = hmm.MapPattern(Pages), device = hmm.MapPattern(Pages);
        hmm.Migrate(device, Pages);
        using (NumaBalancing numa = new(hmm.System, AllocationZone.Normal))
        {
            Assert.Equal(Pages, numa.Scan(hmm.Space));
            Assert.Equal(Hmm.Pattern(Pages), hmm.Read(ordinary, Pages));
            Assert.Equal(Pages, numa.Hints);
            Assert.All(Enumerable.Range(0, Pages), page => Assert.Equal(ZoneType.Normal, hmm.PageAt(ordinary + page * PageSize).Zone));
            Assert.Equal(Pages, hmm.Device.InUse);
        }
        Assert.Equal(Hmm.Pattern(Pages), hmm.Read(device, Pages));
        hmm.CheckTables();
        hmm.Close();
    }

    [Theory, MemberData(nameof(Cases))]
    public void A_hint_on_a_device_page_moves_nothing(string protocol, Variant variant)
    {
        using Hmm hmm = new(protocol, variant);
        (Page system, Page device) = MapOneOfEach(hmm);
        using (NumaBalancing numa = new(hmm.System, AllocationZone.Normal))
            numa.OnHint(device);
        Assert.Equal((1, 1), (hmm.Device.InUse, device.MapCount));
        Drop(hmm, system, device);
    }

    [Theory, MemberData(nameof(Cases))]
    public void Regular_migration_moves_ordinary_pages_only(string protocol, Variant variant)
    {
        using Hmm hmm = new(protocol, variant);
        long address = hmm.MapPattern(Pages);
        hmm.Migrate(address, 1);
        hmm.Space.Unmap(address + PageSize, PageSize);
        Assert.Equal(
            [PageMoveResult.NoPage, PageMoveResult.NoPage, PageMoveResult.Moved, PageMoveResult.Moved],
            PageMigration.MovePages(hmm.Space, address, Pages, AllocationZone.Normal));
        Assert.Equal((1, ZoneType.Normal), (hmm.Device.InUse, hmm.PageAt(address + 2 * PageSize).Zone));
        Assert.Equal(0, PageMigration.Evacuate(hmm.System, hmm.Memory.DeviceRange, AllocationZone.Movable));
        Assert.Equal(2, PageMigration.Evacuate(hmm.System, new(0, hmm.Memory.Zones[0].Spanned), AllocationZone.Movable));
        Assert.Equal((1, ZoneType.Movable), (hmm.Device.InUse, hmm.PageAt(address + 2 * PageSize).Zone));
        Assert.Equal(0, hmm.Space.Read<int>(address));
        Assert.Equal(Hmm.Pattern(2, 2 * PageSize / sizeof(int)), hmm.Read(address + 2 * PageSize, 2));
        hmm.CheckTables();
        hmm.Close();
    }

    [Theory, MemberData(nameof(Cases))]
    public void Regular_migration_moves_pages_of_files(string protocol, Variant variant)
    {
        using Hmm hmm = new(protocol, variant);
        long address = hmm.MapPattern(Pages, shared: true);
        AddressSpace child = hmm.Fork();
        Assert.Equal(Hmm.Pattern(Pages), Hmm.Read(child, address, Pages));
        Assert.All(PageMigration.MovePages(hmm.Space, address, Pages, AllocationZone.Normal), result => Assert.Equal(PageMoveResult.Moved, result));
        hmm.Space.Write(address, -1);
        Assert.Equal(-1, child.Read<int>(address));
        hmm.CheckTables();
        hmm.Close();
    }

    [Theory, MemberData(nameof(Cases))]
    public void Regular_migration_is_kept_away_by_the_count_where_free_is_one_and_by_the_zone_everywhere(string protocol, Variant variant)
    {
        using Hmm hmm = new(protocol, variant);
        (Page system, Page device) = MapOneOfEach(hmm);
        Assert.Equal(PageMoveResult.NoPage, PageMigration.Move(hmm.System, device, AllocationZone.Normal));
        // Its mapping stands for the isolation's reference: both are one beside the caller's.
        Assert.Equal(PageMigration.ExpectedReferences(system, callers: 1), system.Count);
        Assert.Equal(CountsFromZero(hmm), PageMigration.ExpectedReferences(device, callers: 1) == device.Count);
        Drop(hmm, system, device);
    }

    [Theory, MemberData(nameof(Cases))]
    public void Scans_by_page_frame_never_see_a_device_page(string protocol, Variant variant)
    {
        using Hmm hmm = new(protocol, variant);
        (Page system, Page device) = MapOneOfEach(hmm);
        Assert.Equal((true, false), (hmm.Memory.TryGetOnlinePage(hmm.Memory.PfnOf(system), out _), hmm.Memory.TryGetOnlinePage(hmm.Memory.PfnOf(device), out _)));
        Drop(hmm, system, device);
    }

    [Theory, MemberData(nameof(Cases))]
    public void Allocation_fails_rather_than_fall_back_to_a_device(string protocol, Variant variant)
    {
        using Hmm hmm = new(protocol, variant, pagesPerDevice: 64, movablePages: 256);
        List<Page> all = [];
        while (hmm.Memory.TryAllocate(AllocationZone.Movable, 0, out Page page))
            all.Add(page);
        Assert.DoesNotContain(all, page => page.IsZoneDevice);
        long address = hmm.Map(1);
        Assert.Throws<InsufficientMemoryException>(() => hmm.Space.Write(address, 1));
        hmm.Memory.Put([.. all]);
        hmm.Space.Write(address, 1);
        hmm.Close();
    }

    [Theory, MemberData(nameof(Cases))]
    public void Who_takes_pages_of_a_user_never_holds_private_memory(string protocol, Variant variant)
    {
        using Hmm hmm = new(protocol, variant);
        foreach (UserPageAccess access in (UserPageAccess[])[UserPageAccess.Read, UserPageAccess.Write, UserPageAccess.Pin, UserPageAccess.Pin | UserPageAccess.LongTerm])
            foreach (Func<AddressSpace, long, int, UserPageAccess, Page[]> take in new[] { UserPages.Take, UserPages.TakeFast })
            {
                long address = hmm.MapPattern(Pages);
                hmm.Migrate(address, Pages);
                Page[] pages = take(hmm.Space, address, Pages, access);
                bool stays = !hmm.IsPrivate && (access & UserPageAccess.LongTerm) == 0;
                Assert.All(pages, page => Assert.Equal(stays, page.IsZoneDevice));
                UserPages.Release(hmm.Memory, pages, access);
                Assert.Equal(stays ? Pages : 0, hmm.Device.InUse);
                hmm.Space.Unmap(address, Pages * PageSize);
            }
        hmm.Close();
    }

    [Fact]
    public void A_long_pin_of_a_coherent_page_that_somebody_else_pins_is_refused()
    {
        using Hmm hmm = new("P4c", Variant.Coherent);
        long address = hmm.MapPattern(1);
        hmm.Migrate(address, 1);
        Page[] pinned = UserPages.Take(hmm.Space, address, 1, UserPageAccess.Pin);
        Assert.Throws<InvalidOperationException>(() => UserPages.Take(hmm.Space, address, 1, UserPageAccess.Pin | UserPageAccess.LongTerm));
        UserPages.Release(hmm.Memory, pinned, UserPageAccess.Pin);
        hmm.CheckTables();
        hmm.Close();
    }

    static bool CountsFromZero(Hmm hmm) => hmm.Memory.FreeCount((PagemapType)hmm.Variant) == 0;

    // One mapping each, and a reference of the caller's.
    static (Page System, Page Device) MapOneOfEach(Hmm hmm)
    {
        long address = hmm.MapPattern(2);
        hmm.Migrate(address + PageSize, 1);
        hmm.Memory.Lru.DrainAll();
        (Page system, Page device) = (hmm.PageAt(address), hmm.PageAt(address + PageSize));
        hmm.Memory.Get(system);
        hmm.Memory.Get(device);
        return (system, device);
    }

    static void Drop(Hmm hmm, Page system, Page device)
    {
        hmm.CheckTables(system, device);
        hmm.Memory.Put([system, device]);
        hmm.Close();
    }
}
