namespace DevicePages.Tests;

/// <summary>Bugs that Linux had around page tables and migration, each as something that must hold, and that does not hold when the test does what the kernel did before the fix.</summary>
public class AddressSpaceHistoryTests
{
    const int PageSize = PhysicalMemory.PageSize;

    public static TheoryData<string, Variant, bool> Cases
    {
        get
        {
            TheoryData<string, Variant, bool> data = [];
            foreach (TheoryDataRow<string, Variant> row in Hmm.DeviceMemoryCases)
                foreach (bool holds in (bool[])[true, false])
                    data.Add(row.Data.Item1, row.Data.Item2, holds);
            return data;
        }
    }

    /// <summary>Until v5.16 who waited on a migration entry held a reference, which the migration took for a pin.</summary>
    [Theory, MemberData(nameof(Cases))]
    public void Who_waits_for_a_migration_does_not_keep_it_from_happening(string protocol, Variant variant, bool holds)
    {
        using Hmm hmm = new(protocol, variant);
        long address = hmm.MapPattern(1);
        Thread waiter;
        using (hmm.Space.LockForReading())
        {
            using DeviceMigration migration = hmm.Begin(address, 1);
            Page source = migration.Slots[0].Source;
            waiter = Threads.Start(() => hmm.Space.Read<int>(address));
            Threads.SpinUntil(() => (source.Flags & PageFlags.Waiters) != 0);
            if (!holds)
                hmm.Memory.Get(source);
            hmm.Device.CopyToDevice(migration, static _ => { });
            migration.Commit();
            Assert.Equal(holds, migration.Slots[0].Migrates);
            if (!holds)
                hmm.Memory.Put(source);
        }
        Assert.True(waiter.Join(Threads.Patience));
        Assert.Equal(Hmm.Pattern(1), hmm.Read(address, 1));
        hmm.Close();
    }

    /// <summary>Until v6.13 the page that was migrated away went back to the LRU, whose batch then kept it.</summary>
    [Theory, MemberData(nameof(Cases))]
    public void A_page_that_was_migrated_away_is_free_at_once(string protocol, Variant variant, bool holds)
    {
        using Hmm hmm = new(protocol, variant);
        long address = hmm.MapPattern(1);
        Page source = hmm.PageAt(address);
        using (hmm.Space.LockForReading())
        {
            using DeviceMigration migration = hmm.Begin(address, 1);
            hmm.Device.CopyToDevice(migration, static _ => { });
            migration.Commit();
            if (!holds)
                hmm.Memory.Lru.Add(source);
        }
        Assert.Equal(holds, source.Count == 0);
        hmm.Close();
    }

    /// <summary>Until v6.0 the driver was given a page that the fault neither referred to nor, until v6.14, had locked.</summary>
    [Theory, MemberData(nameof(Cases))]
    public void The_page_of_a_fault_stays_until_its_driver_is_done(string protocol, Variant variant, bool holds)
    {
        Assert.SkipUnless(variant == Variant.Private, "The CPU reaches coherent memory without a fault.");
        using Hmm hmm = new(protocol, variant);
        long address = hmm.MapPattern(1);
        hmm.Migrate(address, 1);
        Page page = hmm.PageAt(address);
        int inUse = -1;
        hmm.Device.Interpose = (step, _) =>
        {
            if (step != DriverStep.MigrateToRam)
                return;
            Thread other = Threads.Start(() => hmm.Mirror.MigrateToSystem(address, 1));
            Assert.True(other.Join(Threads.Patience));
            inUse = hmm.Device.InUse;
        };
        if (holds)
            hmm.Space.Read<int>(address);
        else
            using (hmm.Space.LockForReading())
                hmm.Device.MigrateToRam(new VmaFault(hmm.Space.Find(address)!, page, address));
        Assert.Equal(holds ? 1 : 0, inUse);
        hmm.Device.Interpose = static (_, _) => { };
        Assert.Equal(Hmm.Pattern(1), hmm.Read(address, 1));
        hmm.Close();
    }

    /// <summary>Until v6.1 stores could still reach the old page after its entry was gone, because the TLB was flushed after the lock was dropped.</summary>
    [Theory, MemberData(nameof(Cases))]
    public void No_store_reaches_a_page_that_is_on_its_way(string protocol, Variant variant, bool holds)
    {
        using Hmm hmm = new(protocol, variant);
        long address = hmm.MapPattern(1);
        Thread writer;
        using (hmm.Space.LockForReading())
        {
            using DeviceMigration migration = hmm.Begin(address, 1);
            Page source = migration.Slots[0].Source;
            hmm.Device.CopyToDevice(migration, static _ => { });
            writer = Threads.Start(() =>
            {
                if (holds)
                    hmm.Space.Write(address, 42);
                else
                    BitConverter.TryWriteBytes(hmm.Memory.Bytes(source), 42);
            });
            if (holds)
                Threads.SpinUntil(() => (source.Flags & PageFlags.Waiters) != 0);
            else
                Assert.True(writer.Join(Threads.Patience));
            migration.Commit();
        }
        Assert.True(writer.Join(Threads.Patience));
        Assert.Equal(holds ? 42 : 0, hmm.Space.Read<int>(address));
        hmm.Close();
    }

    /// <summary>Until v6.14 an entry for exclusive access held a reference and no map count, so that the page looked pinned.</summary>
    [Theory, MemberData(nameof(Cases))]
    public void An_entry_for_exclusive_access_is_a_mapping(string protocol, Variant variant, bool holds)
    {
        using Hmm hmm = new(protocol, variant);
        long address = hmm.MapPattern(1);
        Assert.Equal(new(Errno.None, 1), hmm.Mirror.MakeExclusive(address, new byte[PageSize]));
        Page page = hmm.PageAt(address);
        if (!holds)
            page.DecrementMapCount();
        int pfn = hmm.Memory.PfnOf(page);
        Assert.Equal(holds ? 1 : 0, PageMigration.Evacuate(hmm.System, new(pfn, 1), AllocationZone.Normal));
        if (!holds)
            page.IncrementMapCount();
        Assert.Equal(holds ? Errno.None : Errno.EPERM, hmm.Mirror.CheckExclusive(address, 1));
        Assert.Equal(Hmm.Pattern(1), hmm.Read(address, 1));
        hmm.CheckTables();
        hmm.Close();
    }

    /// <summary>A fresh page is in the batch of the CPU that touched it first, and migration failed on the hidden reference.</summary>
    [Theory, MemberData(nameof(Cases))]
    public void A_page_in_the_batch_of_another_cpu_is_drained_and_migrated(string protocol, Variant variant, bool holds)
    {
        int processor = 1;
        using Hmm hmm = new(protocol, variant, currentProcessor: () => processor);
        long address = hmm.MapPattern(1);
        Page page = hmm.PageAt(address);
        processor = 0;
        hmm.Memory.Lru.Drain();
        Assert.Equal((2, false), (page.Count, hmm.Memory.Lru.TryIsolate(page)));
        // Without the drain what is left is a reference that somebody holds.
        if (!holds)
            hmm.Memory.Get(page);
        using (hmm.Space.LockForReading())
        {
            using DeviceMigration migration = hmm.Begin(address, 1);
            Assert.Equal(holds, migration.Slots[0].Migrates);
        }
        if (!holds)
            hmm.Memory.Put(page);
        hmm.CheckTables();
        hmm.Close();
    }

    /// <summary>In v4.18 to v5.2 a recycled page kept its old mapping, and a walk over its mappings looked in the wrong place.</summary>
    [Theory, MemberData(nameof(Cases))]
    public void A_recycled_page_is_found_where_it_is_mapped_now(string protocol, Variant variant, bool holds)
    {
        using Hmm hmm = new(protocol, variant);
        long old = hmm.MapPattern(1);
        hmm.Migrate(old, 1);
        Page page = hmm.PageAt(old);
        long staleMapping = page.Mapping;
        hmm.Space.Unmap(old, PageSize);
        long address = hmm.MapPattern(1);
        hmm.Migrate(address, 1);
        Assert.Equal(page, hmm.PageAt(address));
        long mapping = page.Mapping;
        if (!holds)
            page.Mapping = staleMapping;
        using (DeviceMigration migration = DeviceMigration.OfPages(hmm.System, [page]))
            Assert.Equal(holds, migration.Count == 1);
        page.Mapping = mapping;
        Assert.Equal(Hmm.Pattern(1), hmm.Read(address, 1));
        hmm.CheckTables();
        hmm.Close();
    }

    /// <summary>Where free is one, a speculative reference to a free page is its second free when dropped. Taking under the lock of the table never sees one.</summary>
    [Theory]
    [InlineData("P2", true)]
    [InlineData("P2", false)]
    [InlineData("P3", true)]
    [InlineData("P3", false)]
    public void A_device_page_is_taken_only_where_it_is_seen_mapped(string protocol, bool holds)
    {
        using Hmm hmm = new(protocol, Variant.Coherent);
        long address = hmm.MapPattern(1);
        hmm.Migrate(address, 1);
        Page page = hmm.PageAt(address);
        hmm.Space.Advise(address, PageSize, MemoryAdvice.DontNeed);
        Page[] taken = holds ? UserPages.TakeFast(hmm.Space, address, 1, UserPageAccess.Read) : page.TryGet() ? [page] : [];
        UserPages.Release(hmm.Memory, taken, UserPageAccess.Read);
        Assert.Equal(holds ? 1 : 2, hmm.Device.Frees);
    }
}
