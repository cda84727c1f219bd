namespace DevicePages.Tests;

/// <summary>Bugs that Linux had around page tables and migration, each as something that must hold; where the fix is a step of the protocol, it does not hold in a variant without it.</summary>
public class AddressSpaceHistoryTests
{
    const int PageSize = PhysicalMemory.PageSize;

    public static TheoryData<string, Variant> Cases => Hmm.DeviceMemoryCases;

    /// <summary>Until v5.16 who waited on a migration entry held a reference, which the migration took for a pin.</summary>
    [Theory, MemberData(nameof(Cases))]
    public void Who_waits_for_a_migration_does_not_keep_it_from_happening(string protocol, Variant variant) =>
        Assert.True(MigratesWhileSomebodyWaits(new(protocol, variant)));

    [Theory, InlineData(Variant.Private), InlineData(Variant.Coherent)]
    public void Who_waits_with_a_reference_keeps_a_migration_from_happening(Variant variant) =>
        Assert.False(MigratesWhileSomebodyWaits(new(static options => new PhysicalMemory<P3WhereWaitersRefer>(options), variant)));

    static bool MigratesWhileSomebodyWaits(Hmm hmm)
    {
        using Hmm closed = hmm;
        long address = hmm.MapPattern(1);
        Thread waiter;
        bool migrates;
        using (hmm.Space.LockForReading())
        {
            using DeviceMigration migration = hmm.Begin(address, 1);
            Page source = migration.Slots[0].Source;
            waiter = Threads.Start(() => hmm.Space.Read<int>(address));
            Threads.SpinUntil(() => (source.Flags & PageFlags.Waiters) != 0);
            hmm.Device.CopyToDevice(migration, static _ => { });
            migration.Commit();
            migrates = migration.Slots[0].Migrates;
        }
        Assert.True(waiter.Join(Threads.Patience));
        Assert.Equal(Hmm.Pattern(1), hmm.Read(address, 1));
        hmm.Close();
        return migrates;
    }

    /// <summary>Until v6.13 the page that was migrated away went back to the LRU, whose batch then kept it.</summary>
    [Theory, MemberData(nameof(Cases))]
    public void A_page_that_was_migrated_away_is_free_at_once(string protocol, Variant variant)
    {
        using Hmm hmm = new(protocol, variant);
        long address = hmm.MapPattern(1);
        Page source = hmm.PageAt(address);
        hmm.Migrate(address, 1);
        Assert.Equal(0, source.Count);
        hmm.Close();
    }

    /// <summary>Until v6.0 the driver was given a page that the fault did not refer to: its mapping could go, and the page with it.</summary>
    [Theory, MemberData(nameof(Machine.WithDeviceMemory), MemberType = typeof(Machine))]
    public void The_page_of_a_fault_stays_when_its_mapping_goes(string protocol) =>
        CheckPageOfFault(protocol, (hmm, address) => hmm.Space.Advise(address, PageSize, MemoryAdvice.DontNeed), new int[PageSize / sizeof(int)]);

    /// <summary>Until v6.14 it was not locked either: somebody else could move its contents.</summary>
    [Theory, MemberData(nameof(Machine.WithDeviceMemory), MemberType = typeof(Machine))]
    public void The_page_of_a_fault_is_moved_by_nobody_else(string protocol) =>
        CheckPageOfFault(protocol, (hmm, address) => hmm.Mirror.MigrateToSystem(address, 1), Hmm.Pattern(1));

    static void CheckPageOfFault(string protocol, Action<Hmm, long> meanwhile, int[] expected)
    {
        using Hmm hmm = new(protocol, Variant.Private);
        long address = hmm.MapOnDevice();
        int inUse = -1;
        hmm.Device.Interpose = (step, _) =>
        {
            if (step != DriverStep.MigrateToRam)
                return;
            Assert.True(Threads.Start(() => meanwhile(hmm, address)).Join(Threads.Patience));
            inUse = hmm.Device.InUse;
        };
        hmm.Space.Read<int>(address);
        Assert.Equal(1, inUse);
        Assert.Equal(expected, hmm.Read(address, 1));
        hmm.Close();
    }

    /// <summary>Until v6.0 the entry was not looked at again either: the page could be somebody else's when its driver was called.</summary>
    [Theory, MemberData(nameof(Machine.WithDeviceMemory), MemberType = typeof(Machine))]
    public void A_fault_on_a_page_that_has_gone_calls_no_driver(string protocol)
    {
        using Hmm hmm = new(protocol, Variant.Private);
        long address = hmm.MapOnDevice(), number = address / PageSize;
        int faults = 0;
        hmm.Device.Interpose = (step, _) => faults += step == DriverStep.MigrateToRam ? 1 : 0;
        Exception? error = null;
        Thread late;
        // The fault has seen the entry when it waits for its table.
        lock (hmm.Space.PageTable.Ensure(number).Gate)
        {
            late = Threads.StartUntilBlocked(() => error = Record.Exception(() =>
            {
                using MmapReadLock reading = hmm.Space.LockForReading();
                PageFaults.Handle(hmm.Space.Find(address)!, number, write: false);
            }));
            hmm.Mirror.MigrateToSystem(address, 1);
        }
        Assert.True(late.Join(Threads.Patience));
        Assert.Equal((null, 0), (error, faults));
        Assert.Equal(Hmm.Pattern(1), hmm.Read(address, 1));
        hmm.Close();
    }

    /// <summary>Until v6.14 each of several faults on a page referred to it while it waited for its turn, so that none of them could move it.</summary>
    [Theory, MemberData(nameof(Machine.WithDeviceMemory), MemberType = typeof(Machine))]
    public void Of_two_faults_on_a_page_the_first_moves_it(string protocol)
    {
        using Hmm hmm = new(protocol, Variant.Private);
        long address = hmm.MapOnDevice();
        int attempts = 0;
        Thread? second = null;
        Exception? error = null;
        hmm.Device.Interpose = (step, _) =>
        {
            if (step != DriverStep.MigrateToRam)
                return;
            Assert.Equal(1, Interlocked.Increment(ref attempts));
            second = Threads.StartUntilBlocked(() => error = Record.Exception(() => hmm.Space.Read<int>(address)));
        };
        try
        {
            hmm.Space.Read<int>(address);
        }
        finally
        {
            Assert.True(second!.Join(Threads.Patience));
        }
        Assert.Equal((null, 0), (error, hmm.Device.InUse));
        hmm.Close();
    }

    /// <summary>In v4.14 to v6.0-rc1 a store could still be on its way to the old page when its entry was gone, because the TLB was flushed after the lock was dropped.</summary>
    [Theory, MemberData(nameof(Machine.WithDeviceMemory), MemberType = typeof(Machine))]
    public void A_page_waits_for_the_store_that_is_on_its_way_to_it(string protocol)
    {
        using Hmm hmm = new(protocol, Variant.Coherent);
        long address = hmm.MapOnDevice();
        Thread? mover = null;
        hmm.Device.Interpose = (step, _) =>
        {
            if (step != DriverStep.Accessed)
                return;
            hmm.Device.Interpose = static (_, _) => { };
            mover = Threads.StartUntilBlocked(() => hmm.Mirror.MigrateToSystem(address, 1));
        };
        hmm.Space.Write(address, 42);
        Assert.True(mover!.Join(Threads.Patience));
        Assert.Equal((42, 0), (hmm.Space.Read<int>(address), hmm.Device.InUse));
        hmm.Close();
    }

    /// <summary>In v4.14 to v6.0-rc1 a page that was dirty by its entry alone could be taken for clean when the entry had gone.</summary>
    [Theory, MemberData(nameof(Cases))]
    public void A_page_on_its_way_is_as_dirty_as_its_entry_was(string protocol, Variant variant)
    {
        using Hmm hmm = new(protocol, variant);
        long address = hmm.MapPattern(1);
        Assert.Equal(PageFlags.None, hmm.PageAt(address).Flags & PageFlags.Dirty);
        using (hmm.Space.LockForReading())
        {
            using DeviceMigration migration = hmm.Begin(address, 1);
            Assert.Equal(PageFlags.Dirty, migration.Slots[0].Source.Flags & PageFlags.Dirty);
        }
        hmm.Close();
    }

    /// <summary>Until v6.14 an entry for exclusive access held a reference and no map count, so that the page looked pinned.</summary>
    [Theory, MemberData(nameof(Cases))]
    public void An_entry_for_exclusive_access_is_a_mapping(string protocol, Variant variant)
    {
        using Hmm hmm = new(protocol, variant);
        long address = hmm.MapPattern(1);
        Assert.Equal(new(Errno.None, 1), hmm.Mirror.MakeExclusive(address, new byte[PageSize]));
        Assert.Equal(1, PageMigration.Evacuate(hmm.System, new(hmm.Memory.PfnOf(hmm.PageAt(address)), 1), AllocationZone.Normal));
        Assert.Equal(Errno.None, hmm.Mirror.CheckExclusive(address, 1));
        Assert.Equal(Hmm.Pattern(1), hmm.Read(address, 1));
        hmm.CheckTables();
        hmm.Close();
    }

    /// <summary>A fresh page is in the batch of the CPU that touched it first, and migration failed on the hidden reference.</summary>
    [Theory, MemberData(nameof(Cases))]
    public void A_page_in_the_batch_of_another_cpu_is_drained_and_migrated(string protocol, Variant variant)
    {
        int processor = 1;
        using Hmm hmm = new(protocol, variant, currentProcessor: () => processor);
        long address = hmm.MapPattern(1);
        Page page = hmm.PageAt(address);
        processor = 0;
        hmm.Memory.Lru.Drain();
        Assert.Equal((2, false), (page.Count, hmm.Memory.Lru.TryIsolate(page)));
        hmm.Migrate(address, 1);
        hmm.CheckTables();
        hmm.Close();
    }

    /// <summary>In v4.18 to v5.2 a recycled page kept its old mapping, and a walk over its mappings looked in the wrong place.</summary>
    [Theory, MemberData(nameof(Cases))]
    public void A_recycled_page_is_found_where_it_is_mapped_now(string protocol, Variant variant)
    {
        using Hmm hmm = new(protocol, variant);
        long old = hmm.MapOnDevice();
        Page page = hmm.PageAt(old);
        hmm.Space.Unmap(old, PageSize);
        Assert.Equal(0, page.Mapping);
        long address = hmm.MapOnDevice();
        Assert.Equal(page, hmm.PageAt(address));
        using (DeviceMigration migration = DeviceMigration.OfPages(hmm.System, [page]))
            Assert.Equal(1, migration.Count);
        hmm.CheckTables();
        hmm.Close();
    }

    /// <summary>What is taken must be given back by the same rule: KVM once took pages for uncounted when they were dropped because they are reserved, as those of devices are.</summary>
    [Theory, MemberData(nameof(Machine.WithDeviceMemory), MemberType = typeof(Machine))]
    public void A_reserved_page_is_given_back_as_it_was_taken(string protocol)
    {
        using Hmm hmm = new(protocol, Variant.Coherent);
        long address = hmm.MapOnDevice();
        Page page = hmm.PageAt(address);
        Assert.Equal(PageFlags.Reserved, page.Flags & PageFlags.Reserved);
        int before = page.Count;
        foreach (UserPageAccess access in (UserPageAccess[])[UserPageAccess.Read, UserPageAccess.Pin])
            UserPages.Release(hmm.Memory, UserPages.TakeFast(hmm.Space, address, 1, access), access);
        Assert.Equal(before, page.Count);
        hmm.Close();
    }

    /// <summary>Where free is one, a speculative reference to a free page is its second free when dropped. Taking under the lock of the table never sees one.</summary>
    [Fact]
    public void A_device_page_is_not_freed_twice_by_who_takes_it_while_its_mapping_goes()
    {
        using Hmm hmm = new(static options => new PhysicalMemory<InterposedGet<P3<NoKey>>>(options), Variant.Coherent);
        long address = hmm.MapOnDevice();
        Thread? zapper = null;
        InterposedGet<P3<NoKey>>.Before = () => zapper = Threads.StartUntilBlocked(() => hmm.Space.Advise(address, PageSize, MemoryAdvice.DontNeed));
        UserPages.Release(hmm.Memory, UserPages.TakeFast(hmm.Space, address, 1, UserPageAccess.Read), UserPageAccess.Read);
        Assert.True(zapper!.Join(Threads.Patience));
        Assert.Equal(1, hmm.Device.Frees);
        hmm.Close();
    }

    readonly struct P3WhereWaitersRefer : IVariantOf<P3<NoKey>>
    {
        static void IPageProtocol.WaitWhileLocked(PhysicalMemory memory, Page page)
        {
            if (!memory.TryGet(page))
                return;
            memory.Locks.WaitWhileLocked(page);
            memory.Put(page);
        }
    }
}
