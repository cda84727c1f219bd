namespace DevicePages.Tests;

/// <summary>The scenarios of Linux's <c>tools/testing/selftests/mm/hmm-tests.c</c> (v6.18), by their names there. Those that need device memory are skipped under the protocols that have none.</summary>
public class HmmTests
{
    const int Pages = 1024;
    const int PageSize = PhysicalMemory.PageSize;
    const int Words = PageSize / sizeof(int);

    public static TheoryData<string, Variant> Cases => Hmm.Cases;

    [Theory, MemberData(nameof(Cases))]
    public void Open_close(string protocol, Variant variant)
    {
        using Hmm hmm = new(protocol, variant);
        hmm.Close();
    }

    [Theory, MemberData(nameof(Cases))]
    public void Anon_read(string protocol, Variant variant)
    {
        using Hmm hmm = new(protocol, variant);
        long address = hmm.Map(Pages);
        hmm.Write(address + 2 * PageSize, Hmm.Pattern(Pages - 2));
        hmm.Space.Protect(address, Pages * PageSize, PageProtection.Read);
        Assert.Equal(0, hmm.Space.Read<int>(address + PageSize));
        int[] seen = new int[Pages * Words];
        Assert.Equal(new(Errno.None, Pages, Faults: 1), hmm.Mirror.Read(address, Hmm.Bytes(seen)));
        Assert.Equal([.. new int[2 * Words], .. Hmm.Pattern(Pages - 2)], seen);
        hmm.Close();
    }

    [Theory, MemberData(nameof(Cases))]
    public void Anon_read_prot(string protocol, Variant variant)
    {
        using Hmm hmm = new(protocol, variant);
        long address = hmm.MapPattern(Pages);
        int[] seen = [.. Hmm.Pattern(Pages).Select(i => -i)];
        hmm.Space.Protect(address, Pages * PageSize, PageProtection.None);
        Assert.Equal(Errno.EFAULT, hmm.Mirror.Read(address, Hmm.Bytes(seen)).Error);
        Assert.Equal(Hmm.Pattern(Pages).Select(i => -i), seen);
        Assert.Throws<SegmentationFaultException>(() => hmm.Space.Read<int>(address));
        hmm.Space.Protect(address, Pages * PageSize, PageProtection.Read);
        Assert.Equal(Hmm.Pattern(Pages), hmm.Read(address, Pages));
        hmm.Close();
    }

    [Theory, MemberData(nameof(Cases))]
    public void Anon_write(string protocol, Variant variant)
    {
        using Hmm hmm = new(protocol, variant);
        long address = hmm.Map(Pages);
        Assert.Equal(new(Errno.None, Pages, Faults: 1), hmm.Mirror.Write(address, Hmm.Bytes(Hmm.Pattern(Pages))));
        Assert.Equal(Hmm.Pattern(Pages), hmm.Read(address, Pages));
        hmm.Close();
    }

    [Theory, MemberData(nameof(Cases))]
    public void Anon_write_prot(string protocol, Variant variant)
    {
        using Hmm hmm = new(protocol, variant);
        long address = hmm.Map(Pages, PageProtection.Read);
        Assert.Equal(new(Errno.None, 1, Faults: 1), hmm.Mirror.Read(address, new byte[PageSize]));
        Assert.Equal(Errno.EPERM, hmm.Mirror.Write(address, Hmm.Bytes(Hmm.Pattern(Pages))).Error);
        Assert.Equal(new int[Pages * Words], hmm.Read(address, Pages));
        hmm.Space.Protect(address, Pages * PageSize, PageProtection.ReadWrite);
        Assert.Equal(new(Errno.None, Pages, Faults: 1), hmm.Mirror.Write(address, Hmm.Bytes(Hmm.Pattern(Pages))));
        Assert.Equal(Hmm.Pattern(Pages), hmm.Read(address, Pages));
        hmm.Close();
    }

    [Theory, MemberData(nameof(Cases))]
    public void Anon_write_child(string protocol, Variant variant)
    {
        using Hmm hmm = new(protocol, variant);
        WriteFromChild(hmm, hmm.MapPattern(Pages), seenByParent: Hmm.Pattern(Pages));
    }

    [Theory, MemberData(nameof(Cases))]
    public void Anon_write_child_after_migration(string protocol, Variant variant)
    {
        using Hmm hmm = new(protocol, variant);
        hmm.NeedsDeviceMemory();
        long address = hmm.MapPattern(Pages);
        hmm.Migrate(address, Pages);
        WriteFromChild(hmm, address, seenByParent: Hmm.Pattern(Pages));
    }

    [Theory, MemberData(nameof(Cases))]
    public void Anon_write_child_shared(string protocol, Variant variant)
    {
        using Hmm hmm = new(protocol, variant);
        WriteFromChild(hmm, hmm.MapPattern(Pages, shared: true), seenByParent: [.. Hmm.Pattern(Pages).Select(i => -i)]);
    }

    static void WriteFromChild(Hmm hmm, long address, int[] seenByParent)
    {
        AddressSpace child = hmm.Fork();
        int[] negative = [.. Hmm.Pattern(Pages).Select(i => -i)];
        Assert.Equal((Errno.None, Pages), hmm.Open(child, 0).Write(address, Hmm.Bytes(negative)) is var result ? (result.Error, result.Pages) : default);
        Assert.Equal(negative, Hmm.Read(child, address, Pages));
        Assert.Equal(seenByParent, hmm.Read(address, Pages));
        hmm.Close();
    }

    [Theory, MemberData(nameof(Cases))]
    public void Anon_write_huge(string protocol, Variant variant)
    {
        using Hmm hmm = new(protocol, variant);
        long address = hmm.Map(PteTable.Length);
        hmm.Space.Advise(address, PteTable.Length * PageSize, MemoryAdvice.HugePage);
        Assert.Equal(new(Errno.None, PteTable.Length, Faults: 1), hmm.Mirror.Write(address, Hmm.Bytes(Hmm.Pattern(PteTable.Length))));
        Assert.All(hmm.Mirror.TakeSnapshot(address, PteTable.Length), entry => Assert.Equal(Snapshot.Write | Snapshot.Pmd, entry));
        Assert.Equal(Hmm.Pattern(PteTable.Length), hmm.Read(address, PteTable.Length));
        hmm.Close();
    }

    [Theory, MemberData(nameof(Cases))]
    public void Anon_write_hugetlbfs(string protocol, Variant variant)
    {
        using Hmm hmm = new(protocol, variant);
        long address = hmm.Space.MapHugeTlb(PteTable.Length * PageSize, PageProtection.ReadWrite);
        Assert.Equal(new(Errno.None, PteTable.Length, Faults: 1), hmm.Mirror.Write(address, Hmm.Bytes(Hmm.Pattern(PteTable.Length))));
        Assert.Equal(Hmm.Pattern(PteTable.Length), hmm.Read(address, PteTable.Length));
        hmm.Close();
    }

    [Theory, MemberData(nameof(Cases))]
    public void File_read(string protocol, Variant variant)
    {
        using Hmm hmm = new(protocol, variant);
        using TemporaryFile file = new(Hmm.Bytes(Hmm.Pattern(64)));
        using (FileMapping mapping = hmm.System.OpenFile(file.Handle))
        {
            long address = hmm.Space.MapFile(mapping, 0, 64 * PageSize, PageProtection.Read, shared: true);
            int[] seen = new int[64 * Words];
            Assert.Equal(new(Errno.None, 64, Faults: 1), hmm.Mirror.Read(address, Hmm.Bytes(seen)));
            Assert.Equal(Hmm.Pattern(64), seen);
            hmm.Space.Unmap(address, 64 * PageSize);
        }
        hmm.Close();
    }

    [Theory, MemberData(nameof(Cases))]
    public void File_write(string protocol, Variant variant)
    {
        using Hmm hmm = new(protocol, variant);
        using TemporaryFile file = new(new byte[64 * PageSize]);
        using (FileMapping mapping = hmm.System.OpenFile(file.Handle))
        {
            long address = hmm.Space.MapFile(mapping, 0, 64 * PageSize, PageProtection.ReadWrite, shared: true);
            Assert.Equal(new(Errno.None, 64, Faults: 1), hmm.Mirror.Write(address, Hmm.Bytes(Hmm.Pattern(64))));
            Assert.Equal(Hmm.Pattern(64), hmm.Read(address, 64));
            hmm.Space.Unmap(address, 64 * PageSize);
        }
        Assert.Equal(Hmm.Bytes(Hmm.Pattern(64)).ToArray(), file.Contents);
        hmm.Close();
    }

    [Theory, MemberData(nameof(Cases))]
    public void Migrate(string protocol, Variant variant)
    {
        using Hmm hmm = new(protocol, variant);
        hmm.NeedsDeviceMemory();
        long address = hmm.MapPattern(Pages);
        Assert.Equal(Hmm.Pattern(Pages), hmm.Migrate(address, Pages));
        Assert.Equal(Pages, hmm.Device.InUse);
        hmm.Close();
    }

    [Theory, MemberData(nameof(Cases))]
    public void Migrate_fault(string protocol, Variant variant)
    {
        using Hmm hmm = new(protocol, variant);
        hmm.NeedsDeviceMemory();
        long address = hmm.MapPattern(Pages);
        hmm.Migrate(address, Pages);
        Assert.Equal(Hmm.Pattern(Pages / 2), hmm.Read(address, Pages / 2));
        Assert.Equal(hmm.IsPrivate ? Pages / 2 : Pages, hmm.Device.InUse);
        Assert.Equal(Hmm.Pattern(Pages), hmm.Migrate(address, Pages));
        hmm.Close();
    }

    [Theory, MemberData(nameof(Cases))]
    public void Migrate_release(string protocol, Variant variant)
    {
        using Hmm hmm = new(protocol, variant);
        hmm.NeedsDeviceMemory();
        long address = hmm.MapPattern(Pages);
        hmm.Migrate(address, Pages);
        hmm.Device.Remove();
        Assert.Equal(Hmm.Pattern(Pages), hmm.Read(address, Pages));
        hmm.Close();
    }

    [Theory, MemberData(nameof(Cases))]
    public void Migrate_shared(string protocol, Variant variant)
    {
        using Hmm hmm = new(protocol, variant);
        hmm.NeedsDeviceMemory();
        long address = hmm.MapPattern(Pages, shared: true);
        Assert.Equal(new(Errno.ENOENT), hmm.Mirror.MigrateToDevice(address, new byte[Pages * PageSize]));
        Assert.Equal(Hmm.Pattern(Pages), hmm.Read(address, Pages));
        hmm.Close();
    }

    [Theory, MemberData(nameof(Cases))]
    public void Migrate_mixed(string protocol, Variant variant)
    {
        using Hmm hmm = new(protocol, variant);
        hmm.NeedsDeviceMemory();
        long address = hmm.Map(6, PageProtection.None);
        Assert.Equal(Errno.EINVAL, hmm.Mirror2.MigrateToDevice(address, new byte[6 * PageSize]).Error);
        hmm.Space.Unmap(address + PageSize, PageSize);
        Assert.Equal(Errno.EINVAL, hmm.Mirror2.MigrateToDevice(address, new byte[3 * PageSize]).Error);
        PrepareMixedPages(hmm, address);
        int[] seen = new int[4 * Words];
        Assert.Equal(new(Errno.None, 4), hmm.Mirror2.MigrateToDevice(address + 2 * PageSize, Hmm.Bytes(seen)));
        Assert.Equal([0, 3, 4, 5], Enumerable.Range(0, 4).Select(page => seen[page * Words]));
        Assert.Equal(new(Errno.ENOENT), hmm.Mirror.MigrateToDevice(address + 5 * PageSize, new byte[PageSize]));
        hmm.Close();
    }

    // Page 2 zeros, 3 data, both for loads only; from 4 data. The first word is the page's number.
    static void PrepareMixedPages(Hmm hmm, long address, int pages = 6)
    {
        hmm.Space.Protect(address + 2 * PageSize, PageSize, PageProtection.Read);
        Assert.Equal(0, hmm.Space.Read<int>(address + 2 * PageSize));
        hmm.Space.Protect(address + 3 * PageSize, (pages - 3) * PageSize, PageProtection.ReadWrite);
        for (int page = 3; page < pages; page++)
            hmm.Space.Write(address + page * PageSize, page);
        hmm.Space.Protect(address + 3 * PageSize, PageSize, PageProtection.Read);
    }

    [Theory, MemberData(nameof(Cases))]
    public void Migrate_multiple(string protocol, Variant variant)
    {
        using Hmm hmm = new(protocol, variant);
        hmm.NeedsDeviceMemory();
        for (int round = 0; round < 10; round++)
        {
            long address = hmm.Map(Pages);
            hmm.Write(address, Hmm.Pattern(Pages, round));
            Assert.Equal(Hmm.Pattern(Pages, round), hmm.Migrate(address, Pages));
            if (!hmm.IsPrivate)
                Assert.Equal(new(Errno.None, Pages), hmm.Mirror.MigrateToSystem(address, Pages));
            Assert.Equal(Hmm.Pattern(Pages, round), hmm.Read(address, Pages));
            Assert.Equal(0, hmm.Device.InUse);
            hmm.Space.Unmap(address, Pages * PageSize);
        }
        hmm.Close();
    }

    [Theory, MemberData(nameof(Cases))]
    public void Anon_read_multiple(string protocol, Variant variant)
    {
        using Hmm hmm = new(protocol, variant);
        for (int round = 0; round < 10; round++)
        {
            long address = hmm.Map(64);
            hmm.Write(address, Hmm.Pattern(64, round));
            int[] seen = new int[64 * Words];
            Assert.Equal(new(Errno.None, 64, Faults: 1), hmm.Mirror.Read(address, Hmm.Bytes(seen)));
            Assert.Equal(Hmm.Pattern(64, round), seen);
            hmm.Space.Unmap(address, 64 * PageSize);
        }
        hmm.Close();
    }

    [Theory, MemberData(nameof(Cases))]
    public async Task Anon_teardown(string protocol, Variant variant)
    {
        using Hmm hmm = new(protocol, variant);
        for (int round = 0; round < 10; round++)
        {
            long address = hmm.MapPattern(Pages);
            int wait = round * 100;
            Task unmap = Task.Run(
                () =>
                {
                    Thread.SpinWait(wait);
                    hmm.Space.Unmap(address + Pages / 2 * PageSize, Pages / 2 * PageSize);
                },
                TestContext.Current.CancellationToken);
            int[] seen = new int[Pages * Words];
            CommandResult result = hmm.Mirror.Read(address, Hmm.Bytes(seen));
            await unmap;
            if (result.Error == Errno.None)
                Assert.Equal(Hmm.Pattern(Pages), seen);
            else
                Assert.Equal(Errno.EFAULT, result.Error);
            Assert.Throws<SegmentationFaultException>(() => hmm.Space.Read<int>(address + Pages / 2 * PageSize));
            hmm.Space.Unmap(address, Pages * PageSize);
        }
        hmm.Close();
    }

    [Theory, MemberData(nameof(Cases))]
    public void Mixedmap(string protocol, Variant variant)
    {
        using Hmm hmm = new(protocol, variant);
        Page inserted = hmm.Memory.Allocate();
        long address = hmm.Space.MapPages([inserted], PageProtection.ReadWrite);
        Assert.Equal([Snapshot.Read], hmm.Mirror.TakeSnapshot(address, 1));
        hmm.Memory.Put(inserted);
        hmm.Close();
    }

    [Theory, MemberData(nameof(Cases))]
    public void Snapshot_of_all_kinds(string protocol, Variant variant)
    {
        using Hmm hmm = new(protocol, variant);
        hmm.NeedsDeviceMemory();
        long address = hmm.Map(7, PageProtection.None);
        hmm.Space.Unmap(address + PageSize, PageSize);
        PrepareMixedPages(hmm, address, pages: 7);
        hmm.Migrate(address + 5 * PageSize, 1);
        Assert.Equal(new(Errno.None, 1), hmm.Mirror2.MigrateToDevice(address + 6 * PageSize, new byte[PageSize]));
        Snapshot[] onDevices = hmm.IsPrivate
            ? [Snapshot.PrivateLocal | Snapshot.Write, Snapshot.None]
            : [Snapshot.CoherentLocal | Snapshot.Write, Snapshot.CoherentRemote | Snapshot.Write];
        Assert.Equal(
            [Snapshot.Error, Snapshot.Error, Snapshot.Zero | Snapshot.Read, Snapshot.Read, Snapshot.Write, .. onDevices],
            hmm.Mirror.TakeSnapshot(address, 7));
        hmm.Close();
    }

    [Theory, MemberData(nameof(Cases))]
    public void Compound(string protocol, Variant variant)
    {
        using Hmm hmm = new(protocol, variant);
        long address = hmm.Space.MapHugeTlb(PteTable.Length * PageSize, PageProtection.ReadWrite);
        hmm.Write(address, Hmm.Pattern(PteTable.Length));
        Assert.All(hmm.Mirror.TakeSnapshot(address, PteTable.Length), entry => Assert.Equal(Snapshot.Write | Snapshot.Pmd, entry));
        hmm.Space.Protect(address, PteTable.Length * PageSize, PageProtection.Read);
        Assert.All(hmm.Mirror.TakeSnapshot(address, PteTable.Length), entry => Assert.Equal(Snapshot.Read | Snapshot.Pmd, entry));
        hmm.Close();
    }

    [Theory, MemberData(nameof(Cases))]
    public void Double_map(string protocol, Variant variant)
    {
        using Hmm hmm = new(protocol, variant);
        hmm.NeedsDeviceMemory();
        long address = hmm.MapPattern(6);
        hmm.Space.Protect(address, 6 * PageSize, PageProtection.Read);
        int[] seen = new int[6 * Words];
        foreach (Mirror mirror in new[] { hmm.Mirror, hmm.Mirror2 })
        {
            Assert.Equal(new(Errno.None, 6, Faults: 1), mirror.Read(address, Hmm.Bytes(seen)));
            Assert.Equal(Hmm.Pattern(6), seen);
        }
        Assert.Equal(new(Errno.None, 6), hmm.Mirror2.MigrateToDevice(address, Hmm.Bytes(seen)));
        Assert.Equal(Hmm.Pattern(6), seen);
        Array.Clear(seen);
        Assert.Equal(new(Errno.None, 6, Faults: 1), hmm.Mirror.Read(address, Hmm.Bytes(seen)));
        Assert.Equal(Hmm.Pattern(6), seen);
        Assert.Equal(hmm.IsPrivate ? 0 : 6, hmm.Devices[1].InUse);
        hmm.Close();
    }

    [Theory, MemberData(nameof(Cases))]
    public void Exclusive(string protocol, Variant variant)
    {
        using Hmm hmm = new(protocol, variant);
        long address = hmm.MapPattern(64);
        int[] seen = new int[64 * Words];
        Assert.Equal(new(Errno.None, 64), hmm.Mirror.MakeExclusive(address, Hmm.Bytes(seen)));
        Assert.Equal(Hmm.Pattern(64), seen);
        Assert.Equal(Errno.EPERM, hmm.Mirror.CheckExclusive(address, 64));
        IncrementAll(hmm.Space, address);
        Assert.Equal(Hmm.Pattern(64, offset: 1), hmm.Read(address, 64));
        Assert.Equal(Errno.None, hmm.Mirror.CheckExclusive(address, 64));
        hmm.Close();
    }

    static void IncrementAll(AddressSpace space, long address)
    {
        for (int word = 0; word < 64 * Words; word++)
            space.Write(address + word * sizeof(int), space.Read<int>(address + word * sizeof(int)) + 1);
    }

    [Theory, MemberData(nameof(Cases))]
    public void Exclusive_mprotect(string protocol, Variant variant)
    {
        using Hmm hmm = new(protocol, variant);
        long address = hmm.MapPattern(64);
        Assert.Equal(new(Errno.None, 64), hmm.Mirror.MakeExclusive(address, new byte[64 * PageSize]));
        hmm.Space.Protect(address, 64 * PageSize, PageProtection.Read);
        Assert.Equal(Errno.EPERM, hmm.Mirror.Write(address, new byte[64 * PageSize]).Error);
        hmm.Close();
    }

    [Theory, MemberData(nameof(Cases))]
    public void Exclusive_cow(string protocol, Variant variant)
    {
        using Hmm hmm = new(protocol, variant);
        long address = hmm.MapPattern(64);
        Assert.Equal(new(Errno.None, 64), hmm.Mirror.MakeExclusive(address, new byte[64 * PageSize]));
        AddressSpace child = hmm.Fork();
        foreach (AddressSpace space in new[] { hmm.Space, child })
        {
            Assert.Equal(Hmm.Pattern(64), Hmm.Read(space, address, 64));
            IncrementAll(space, address);
            Assert.Equal(Hmm.Pattern(64, offset: 1), Hmm.Read(space, address, 64));
        }
        hmm.Close();
    }

    [Theory, MemberData(nameof(Cases))]
    public void Hmm_gup_test(string protocol, Variant variant)
    {
        using Hmm hmm = new(protocol, variant);
        hmm.NeedsDeviceMemory();
        long address = hmm.MapPattern(4);
        hmm.Migrate(address, 4);
        const UserPageAccess LongPin = UserPageAccess.Pin | UserPageAccess.LongTerm | UserPageAccess.Write;
        UserPages.Release(hmm.Memory, UserPages.Take(hmm.Space, address, 1, UserPageAccess.Write), UserPageAccess.Write);
        UserPages.Release(hmm.Memory, UserPages.TakeFast(hmm.Space, address + PageSize, 1, UserPageAccess.Write), UserPageAccess.Write);
        UserPages.Release(hmm.Memory, UserPages.TakeFast(hmm.Space, address + 2 * PageSize, 1, LongPin), LongPin);
        UserPages.Release(hmm.Memory, UserPages.Take(hmm.Space, address + 3 * PageSize, 1, LongPin), LongPin);
        Snapshot shortTerm = hmm.IsPrivate ? Snapshot.Write : Snapshot.CoherentLocal | Snapshot.Write;
        Assert.Equal([shortTerm, shortTerm, Snapshot.Write, Snapshot.Write], hmm.Mirror.TakeSnapshot(address, 4));
        Assert.Equal(Hmm.Pattern(4), hmm.Read(address, 4));
        hmm.Close();
    }

    [Theory, MemberData(nameof(Cases))]
    public void Hmm_cow_in_device(string protocol, Variant variant)
    {
        using Hmm hmm = new(protocol, variant);
        hmm.NeedsDeviceMemory();
        long address = hmm.MapPattern(4);
        hmm.Migrate(address, 4);
        AddressSpace child = hmm.Fork();
        hmm.Write(address, Hmm.Pattern(4, offset: 7));
        child.Dispose();
        Assert.All(hmm.Mirror.TakeSnapshot(address, 4), entry => Assert.Equal(Snapshot.Write, entry));
        Assert.Equal(Hmm.Pattern(4, offset: 7), hmm.Read(address, 4));
        hmm.Close();
    }

    [Theory, MemberData(nameof(Cases))]
    public void Migrate_anon_huge(string protocol, Variant variant)
    {
        using Hmm hmm = new(protocol, variant);
        hmm.NeedsDeviceMemory();
        long address = hmm.Map(PteTable.Length);
        hmm.Space.Advise(address, PteTable.Length * PageSize, MemoryAdvice.HugePage);
        hmm.Write(address, Hmm.Pattern(PteTable.Length));
        Assert.Equal(Hmm.Pattern(PteTable.Length), hmm.Migrate(address, PteTable.Length));
        Assert.Equal(Hmm.Pattern(PteTable.Length), hmm.Read(address, PteTable.Length));
        hmm.Close();
    }

    [Theory, MemberData(nameof(Cases))]
    public void Migrate_partial_unmap_fault(string protocol, Variant variant)
    {
        using Hmm hmm = new(protocol, variant);
        hmm.NeedsDeviceMemory();
        foreach (int hole in new[] { 0, 128, 256 })
        {
            long address = hmm.MapPattern(512);
            hmm.Migrate(address, 512);
            hmm.Space.Unmap(address + hole * PageSize, 256 * PageSize);
            Assert.Equal(256, hmm.Device.InUse);
            Assert.Equal(Hmm.Pattern(hole), hmm.Read(address, hole));
            Assert.Equal(Hmm.Pattern(256 - hole, (hole + 256) * Words), hmm.Read(address + (hole + 256) * PageSize, 256 - hole));
            hmm.Space.Unmap(address, 512 * PageSize);
        }
        hmm.Close();
    }

    [Theory, MemberData(nameof(Cases))]
    public void Migrate_remap_fault(string protocol, Variant variant)
    {
        using Hmm hmm = new(protocol, variant);
        hmm.NeedsDeviceMemory();
        foreach (bool keepOld in new[] { false, true })
            foreach (int offset in new[] { 0, 128, 256 })
            {
                long address = hmm.MapPattern(512);
                hmm.Migrate(address, 512);
                long moved = hmm.Space.Remap(address + offset * PageSize, 256 * PageSize, keepOld);
                Assert.Equal(Hmm.Pattern(256, offset * Words), hmm.Read(moved, 256));
                if (keepOld)
                    Assert.Equal(0, hmm.Space.Read<int>(address + offset * PageSize));
                hmm.Space.Unmap(moved, 256 * PageSize);
                hmm.Space.Unmap(address, 512 * PageSize);
            }
        hmm.Close();
    }
}
