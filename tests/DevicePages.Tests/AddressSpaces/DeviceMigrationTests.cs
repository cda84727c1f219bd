namespace DevicePages.Tests;

public class DeviceMigrationTests
{
    const int PageSize = PhysicalMemory.PageSize;

    public static TheoryData<string, Variant> Cases => Hmm.DeviceMemoryCases;

    /// <summary>What can keep a page from being migrated, and where.</summary>
    public enum Obstacle
    {
        Locked,
        Pinned,
        ReferencedBefore,
        ReferencedAfter,
        NoDestination,
        OtherKindOfDestination,
        Undone,
    }

    public static TheoryData<string, Variant, Obstacle, bool> Obstacles
    {
        get
        {
            TheoryData<string, Variant, Obstacle, bool> data = [];
            foreach (TheoryDataRow<string, Variant> row in Cases)
                foreach (Obstacle obstacle in Enum.GetValues<Obstacle>())
                    foreach (bool fromDevice in (bool[])[false, true])
                        // Nobody can pin a page that the CPU cannot reach.
                        if (!(fromDevice && obstacle == Obstacle.Pinned && row.Data.Item2 == Variant.Private))
                            data.Add(row.Data.Item1, row.Data.Item2, obstacle, fromDevice);
            return data;
        }
    }

    [Theory, MemberData(nameof(Obstacles))]
    public void What_cannot_be_migrated_is_as_before(string protocol, Variant variant, Obstacle obstacle, bool fromDevice)
    {
        using Hmm hmm = new(protocol, variant);
        long address = hmm.MapPattern(2);
        if (fromDevice)
            hmm.Migrate(address, 2);
        hmm.CheckTables();
        (Pte, int, int, PageFlags) before = StateOf(hmm, address);
        Page page = hmm.PageAt(address);
        using (hmm.Space.LockForReading())
        {
            Hinder(hmm, page, obstacle);
            using (DeviceMigration migration = hmm.Begin(address, 1, fromDevice ? hmm.Device.Selection : MigrationSelection.System))
                Migrate(hmm, migration, obstacle);
            Unhinder(hmm, page, obstacle);
        }
        Assert.Equal(before, StateOf(hmm, address));
        hmm.CheckTables();
        Assert.Equal(Hmm.Pattern(2), hmm.Read(address, 2));
        hmm.Close();
    }

    static (Pte Entry, int Count, int MapCount, PageFlags Flags) StateOf(Hmm hmm, long address)
    {
        hmm.Memory.Lru.DrainAll();
        Page page = hmm.PageAt(address);
        return (hmm.EntryAt(address), page.Count, page.MapCount, page.Flags & ~(PageFlags.Dirty | PageFlags.Waiters));
    }

    static void Hinder(Hmm hmm, Page page, Obstacle obstacle)
    {
        switch (obstacle)
        {
            case Obstacle.Locked: Assert.True(page.TryLock()); break;
            case Obstacle.Pinned: Assert.True(hmm.Memory.TryPin(page)); break;
            case Obstacle.ReferencedBefore: hmm.Memory.Get(page); break;
        }
    }

    static void Migrate(Hmm hmm, DeviceMigration migration, Obstacle obstacle)
    {
        ref MigrationSlot slot = ref migration.Slots[0];
        Assert.Equal(obstacle >= Obstacle.ReferencedAfter, slot.Migrates);
        if (!slot.Migrates || obstacle == Obstacle.NoDestination)
        {
            migration.Commit();
            return;
        }
        if (obstacle == Obstacle.ReferencedAfter)
            hmm.Memory.Get(slot.Source);
        if (obstacle == Obstacle.OtherKindOfDestination)
            slot.Destination = GenericPage(hmm);
        else if (slot.Source.IsZoneDevice)
            hmm.Device.CopyToSystem(migration);
        else
            hmm.Device.CopyToDevice(migration, static _ => { });
        if (obstacle == Obstacle.Undone)
            return;
        migration.Commit();
        Assert.False(slot.Migrates);
    }

    static void Unhinder(Hmm hmm, Page page, Obstacle obstacle)
    {
        switch (obstacle)
        {
            case Obstacle.Locked: hmm.Memory.Unlock(page); break;
            case Obstacle.Pinned: hmm.Memory.Unpin(page); break;
            case Obstacle.ReferencedBefore or Obstacle.ReferencedAfter: hmm.Memory.Put(page); break;
        }
    }

    // Of a map that has no driver to get the page back from.
    static Page GenericPage(Hmm hmm)
    {
        int start = hmm.Memory.DeviceRange.End - 16;
        DevicePagemap map = hmm.Memory.CreatePagemap(new() { Type = PagemapType.Generic, Ranges = [new(start, 1)] });
        hmm.AtClose(map);
        Page page = map.Heads().Single();
        hmm.Memory.Get(page);
        Assert.True(page.TryLock());
        return page;
    }

    [Theory, MemberData(nameof(Cases))]
    public void References_move_as_in_the_trace(string protocol, Variant variant)
    {
        using Hmm hmm = new(protocol, variant);
        long address = hmm.MapPattern(1);
        hmm.Memory.Lru.DrainAll();
        Page source = hmm.PageAt(address);
        int free = hmm.Memory.FreeCount((PagemapType)variant);
        long references = hmm.Device.Map.Ref.Count;
        Assert.Equal((1, 1), (source.Count, source.MapCount));
        using (hmm.Space.LockForReading())
        {
            using DeviceMigration migration = hmm.Begin(address, 1);
            Assert.Equal((1, 0, PteKind.Migration), (source.Count, source.MapCount, hmm.EntryAt(address).Kind));
            hmm.Device.CopyToDevice(migration, static _ => { });
            Page target = migration.Slots[0].Destination;
            Assert.Equal((free + 1, 0), (target.Count, target.MapCount));
            migration.Commit();
            Assert.Equal((1, free + 1), (source.Count, target.Count));
            migration.Complete();
            Assert.Equal((0, free + 1, 1), (source.Count, target.Count, target.MapCount));
        }
        bool perAllocation = hmm.Memory.MapReferencesOf((PagemapType)variant) == MapReferences.PerAllocation;
        Assert.Equal(references + (perAllocation ? 1 : 0), hmm.Device.Map.Ref.Count);
        hmm.Close();
    }

    [Theory, MemberData(nameof(Cases))]
    public void A_device_fault_on_nothing_allocates_device_memory_at_once(string protocol, Variant variant)
    {
        using Hmm hmm = new(protocol, variant);
        long address = hmm.Map(3);
        Assert.Equal(0, hmm.Space.Read<int>(address + PageSize));
        int free = hmm.Memory.Zones.Sum(zone => zone.Free);
        Assert.Equal(new int[3 * PageSize / sizeof(int)], hmm.Migrate(address, 3));
        Assert.Equal((3, 3L, free), (hmm.Device.InUse, hmm.Space.ResidentPages, hmm.Memory.Zones.Sum(zone => zone.Free)));
        Assert.Equal(new(Errno.None, 3), hmm.Mirror.Write(address, Hmm.Bytes(Hmm.Pattern(3))));
        Assert.Equal(Hmm.Pattern(3), hmm.Read(address, 3));
        hmm.CheckTables();
        hmm.Close();
    }

    [Theory, MemberData(nameof(Cases))]
    public void Whatever_lies_side_by_side_is_migrated_in_one_go(string protocol, Variant variant)
    {
        const int Pages = 4;
        using Hmm hmm = new(protocol, variant);
        for (int mixture = 0; mixture < 1 << 2 * Pages; mixture++)
        {
            long address = hmm.Map(Pages);
            int[] expected = new int[Pages];
            List<Page> referenced = [];
            for (int i = 0; i < Pages; i++)
                Place(hmm, address + i * PageSize, mixture >> 2 * i & 3, ref expected[i], referenced);
            using (hmm.Space.LockForReading())
            {
                using DeviceMigration migration = hmm.Begin(address, Pages);
                hmm.Device.CopyToDevice(migration, static _ => { });
                migration.Commit();
                Assert.Equal(Pages - referenced.Count, migration.Count);
            }
            hmm.CheckTables([.. referenced]);
            UserPages.Release(hmm.Memory, referenced, UserPageAccess.Read);
            Assert.Equal(expected, Enumerable.Range(0, Pages).Select(i => hmm.Space.Read<int>(address + i * PageSize)));
            hmm.Space.Unmap(address, Pages * PageSize);
        }
        hmm.Close();
    }

    // Nothing, the page of zeros, a page, or one that somebody refers to.
    static void Place(Hmm hmm, long address, int kind, ref int value, List<Page> referenced)
    {
        if (kind == 1)
            hmm.Space.Read<int>(address);
        if (kind >= 2)
            hmm.Space.Write(address, value = (int)(address / PageSize));
        if (kind == 3)
            referenced.AddRange(UserPages.Take(hmm.Space, address, 1, UserPageAccess.Read));
    }

    [Theory, MemberData(nameof(Cases))]
    public void A_cpu_that_is_faster_keeps_its_page(string protocol, Variant variant)
    {
        using Hmm hmm = new(protocol, variant);
        long address = hmm.Map(1);
        using (hmm.Space.LockForReading())
        {
            using DeviceMigration migration = hmm.Begin(address, 1);
            hmm.Device.CopyToDevice(migration, static _ => { });
            Thread cpu = Threads.Start(() => hmm.Space.Write(address, 42));
            Assert.True(cpu.Join(Threads.Patience));
            migration.Commit();
            Assert.False(migration.Slots[0].Migrates);
        }
        Assert.Equal((0, 42), (hmm.Device.InUse, hmm.Space.Read<int>(address)));
        hmm.Close();
    }

    [Theory, MemberData(nameof(Cases))]
    public void Without_device_memory_the_rest_stays_in_system_memory(string protocol, Variant variant)
    {
        using Hmm hmm = new(protocol, variant, pagesPerDevice: 32);
        long address = hmm.MapPattern(20);
        Assert.Equal(20, hmm.Migrate(address, 20).Length * sizeof(int) / PageSize);
        long more = hmm.MapPattern(20);
        Assert.Equal(new(Errno.ENOENT, 12), hmm.Mirror.MigrateToDevice(more, new byte[20 * PageSize]));
        Assert.Equal(Hmm.Pattern(20), hmm.Read(more, 20));
        hmm.CheckTables();
        hmm.Close();
    }

    [Theory, MemberData(nameof(Cases))]
    public void Only_the_owner_gets_its_pages_back(string protocol, Variant variant)
    {
        using Hmm hmm = new(protocol, variant);
        long address = hmm.MapPattern(4);
        hmm.Migrate(address, 4);
        Assert.Equal(new(Errno.None, 0), hmm.Mirror2.MigrateToSystem(address, 4));
        Assert.Equal(new(Errno.None, 4), hmm.Mirror.MigrateToSystem(address, 4));
        hmm.CheckTables();
        hmm.Close();
    }

    [Theory, MemberData(nameof(Cases))]
    public void A_page_that_several_processes_share_moves_for_all_of_them(string protocol, Variant variant)
    {
        using Hmm hmm = new(protocol, variant);
        long address = hmm.MapPattern(8);
        AddressSpace[] family = [hmm.Space, hmm.Fork(), hmm.Fork()];
        hmm.Migrate(address, 8);
        Assert.All(family, space => Assert.Equal(hmm.EntryAt(address).Pfn, Hmm.EntryAt(space, address).Pfn));
        Assert.Equal(3, hmm.PageAt(address).MapCount);
        hmm.CheckTables();
        Assert.All(family, space => Assert.Equal(Hmm.Pattern(8), Hmm.Read(space, address, 8)));
        hmm.CheckTables();
        hmm.Close();
    }

    [Theory, MemberData(nameof(Cases))]
    public void A_process_may_go_while_another_migrates_what_they_share(string protocol, Variant variant)
    {
        using Hmm hmm = new(protocol, variant);
        long address = hmm.MapPattern(2);
        AddressSpace child = hmm.Fork();
        using (hmm.Space.LockForReading())
        {
            using DeviceMigration migration = hmm.Begin(address, 2);
            Assert.Equal(PteKind.Migration, Hmm.EntryAt(child, address).Kind);
            child.Dispose();
            hmm.Device.CopyToDevice(migration, static _ => { });
            migration.Commit();
            Assert.Equal(2, migration.Count);
        }
        Assert.Equal(1, hmm.PageAt(address).MapCount);
        hmm.CheckTables();
        hmm.Close();
    }

    [Theory, MemberData(nameof(Cases))]
    public void Permissions_that_are_lost_on_the_way_stay_lost(string protocol, Variant variant)
    {
        using Hmm hmm = new(protocol, variant);
        long address = hmm.MapPattern(2);
        hmm.Migrate(address, 2);
        Assert.True(hmm.EntryAt(address).IsWritable);
        hmm.Space.Protect(address, 2 * PageSize, PageProtection.Read);
        Assert.False(hmm.EntryAt(address).IsWritable);
        Assert.Equal(Errno.EPERM, hmm.Mirror.Write(address, new byte[PageSize]).Error);
        Assert.Throws<SegmentationFaultException>(() => hmm.Space.Write(address, 1));
        Assert.Equal(Hmm.Pattern(2), hmm.Read(address, 2));
        hmm.Close();
    }

    [Theory, MemberData(nameof(Cases))]
    public void A_page_that_a_device_has_for_itself_stays_for_loads_only_when_it_moves(string protocol, Variant variant)
    {
        using Hmm hmm = new(protocol, variant);
        long address = hmm.MapPattern(1);
        hmm.Mirror.MakeExclusive(address, new byte[PageSize]);
        hmm.Space.Protect(address, PageSize, PageProtection.Read);
        Assert.Equal(1, PageMigration.Evacuate(hmm.System, new(hmm.Memory.PfnOf(hmm.PageAt(address)), 1), AllocationZone.Normal));
        Assert.False(hmm.EntryAt(address).IsWritable);
        Assert.Equal(Errno.EPERM, hmm.Mirror.Write(address, new byte[PageSize]).Error);
        hmm.Close();
    }

    [Theory, MemberData(nameof(Cases))]
    public void A_hole_in_shared_memory_is_not_filled_by_a_device(string protocol, Variant variant)
    {
        using Hmm hmm = new(protocol, variant);
        long address = hmm.Map(1, shared: true);
        Assert.Equal(Errno.ENOENT, hmm.Mirror.MigrateToDevice(address, new byte[PageSize]).Error);
        Assert.Equal(0, hmm.Device.InUse);
        hmm.Close();
    }

    [Theory, MemberData(nameof(Cases))]
    public void Nothing_moves_if_a_destination_is_not_locked(string protocol, Variant variant)
    {
        using Hmm hmm = new(protocol, variant);
        long address = hmm.MapPattern(3);
        using (hmm.Space.LockForReading())
        {
            using DeviceMigration migration = hmm.Begin(address, 3);
            hmm.Device.CopyToDevice(migration, static _ => { });
            hmm.Memory.Unlock(migration.Slots[1].Destination);
            Assert.Throws<PageStateException>(migration.Commit);
        }
        Assert.Equal(0, hmm.Device.InUse);
        hmm.CheckTables();
        Assert.Equal(Hmm.Pattern(3), hmm.Read(address, 3));
        hmm.Close();
    }

    [Fact]
    public void Needs_the_mmap_lock_and_a_range_in_a_mapping_that_migrates()
    {
        using Hmm hmm = new("P4c", Variant.Private);
        long address = hmm.Map(2), huge = hmm.Space.MapHugeTlb(PteTable.Length * PageSize, PageProtection.ReadWrite);
        Vma vma = hmm.Space.Vmas[0], large = hmm.Space.Vmas[1];
        Assert.Throws<SynchronizationLockException>(() => Begin(vma, address, address + PageSize));
        using (hmm.Space.LockForReading())
        {
            Assert.Throws<ArgumentException>(() => Begin(vma, address, address));
            Assert.Throws<ArgumentException>(() => Begin(vma, address, address + 3 * PageSize));
            Assert.Throws<ArgumentException>(() => Begin(vma, address - PageSize, address + PageSize));
            Assert.Throws<ArgumentException>(() => Begin(large, huge, huge + PageSize));
        }
        hmm.Close();

        static void Begin(Vma vma, long start, long end) => DeviceMigration.OfRange(vma, start, end, MigrationSelection.System, null).Dispose();
    }
}
