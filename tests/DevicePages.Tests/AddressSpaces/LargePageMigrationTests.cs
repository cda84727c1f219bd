namespace DevicePages.Tests;

/// <summary>Large pages in private memory (v6.19). They need free pages that count zero, so that those behind the first can be tails.</summary>
public class LargePageMigrationTests
{
    const int Pages = PteTable.Length;
    const int PageSize = PhysicalMemory.PageSize;
    const int Words = PageSize / sizeof(int);

    public static TheoryData<string> Protocols => ["P4b", "P4c"];

    [Theory, MemberData(nameof(Protocols))]
    public void Goes_and_comes_back_as_one(string protocol)
    {
        using Hmm hmm = Boot(protocol, out long address);
        Assert.Equal((PteKind.DevicePrivate, PteTable.Order), (hmm.EntryAt(address).Kind, hmm.PageAt(address).Order));
        Assert.Equal((1, 1), (hmm.PageAt(address).Count, hmm.PageAt(address).MapCount));
        hmm.CheckTables();
        Assert.Equal(300 * Words, hmm.Space.Read<int>(address + 300 * PageSize));
        Assert.Equal((PteKind.Present, PteTable.Order, 0), (hmm.EntryAt(address).Kind, hmm.PageAt(address).Order, hmm.Device.InUse));
        End(hmm, address);
    }

    [Theory, MemberData(nameof(Protocols))]
    public void Is_split_when_there_is_no_large_page_to_come_back_to(string protocol)
    {
        using Hmm hmm = Boot(protocol, out long address);
        List<Page> hoard = [];
        while (hmm.Memory.TryAllocate(AllocationZone.Movable, PteTable.Order, out Page page))
            hoard.Add(page);
        Assert.Equal((300 * Words, 0), (hmm.Space.Read<int>(address + 300 * PageSize), hmm.Space.Read<int>(address)));
        Assert.Equal((Pages - 2, PteKind.DevicePrivate), (hmm.Device.InUse, hmm.EntryAt(address + PageSize).Kind));
        hmm.CheckTables();
        hmm.Memory.Put([.. hoard]);
        End(hmm, address);
    }

    [Theory, MemberData(nameof(Protocols))]
    public void Is_split_where_a_part_is_unmapped(string protocol)
    {
        using Hmm hmm = Boot(protocol, out long address);
        hmm.Space.Unmap(address + 100 * PageSize, PageSize);
        hmm.Space.Advise(address + 200 * PageSize, PageSize, MemoryAdvice.DontNeed);
        Assert.Equal(Pages - 2, hmm.Device.InUse);
        hmm.CheckTables();
        Assert.Equal(Hmm.Pattern(100), hmm.Read(address, 100));
        Assert.Equal((101 * Words, 0), (hmm.Space.Read<int>(address + 101 * PageSize), hmm.Space.Read<int>(address + 200 * PageSize)));
        hmm.Close();
    }

    [Theory, MemberData(nameof(Protocols))]
    public void Is_split_at_fork_and_each_process_keeps_its_own(string protocol)
    {
        using Hmm hmm = Boot(protocol, out long address);
        AddressSpace child = hmm.Fork();
        hmm.CheckTables();
        child.Write(address + 5 * PageSize, -1);
        Assert.Equal(-1, child.Read<int>(address + 5 * PageSize));
        End(hmm, address);
    }

    [Theory, MemberData(nameof(Protocols))]
    public void Moves_and_loses_permissions_as_one(string protocol)
    {
        using Hmm hmm = Boot(protocol, out long address);
        hmm.Space.Protect(address, Pages * PageSize, PageProtection.Read);
        long moved = hmm.Space.Remap(address, Pages * PageSize);
        Assert.Equal((PteTable.Order, false), (hmm.PageAt(moved).Order, hmm.EntryAt(moved).IsWritable));
        Assert.Throws<SegmentationFaultException>(() => hmm.Space.Write(moved, 1));
        End(hmm, moved);
    }

    [Theory, MemberData(nameof(Protocols))]
    public void Is_evicted_as_one(string protocol)
    {
        using Hmm hmm = Boot(protocol, out long address);
        hmm.Device.Remove();
        Assert.Equal((PteKind.Present, PteTable.Order), (hmm.EntryAt(address).Kind, hmm.PageAt(address).Order));
        End(hmm, address);
    }

    [Theory, MemberData(nameof(Protocols))]
    public void Is_left_alone_while_somebody_refers_to_it(string protocol)
    {
        using Hmm hmm = new(protocol, Variant.Private, largePages: 1);
        long address = MapLarge(hmm);
        Page[] taken = UserPages.Take(hmm.Space, address + 7 * PageSize, 1, UserPageAccess.Read);
        Assert.Equal(Errno.ENOENT, hmm.Mirror.MigrateToDevice(address, new byte[Pages * PageSize]).Error);
        Assert.Equal((0, PteTable.Order), (hmm.Device.InUse, hmm.PageAt(address).Order));
        UserPages.Release(hmm.Memory, taken, UserPageAccess.Read);
        End(hmm, address);
    }

    [Theory, MemberData(nameof(Protocols))]
    public void Faults_of_many_threads_bring_it_back_once(string protocol)
    {
        using Hmm hmm = Boot(protocol, out long address);
        int faults = 0;
        hmm.Device.Interpose = (step, _) => Interlocked.Add(ref faults, step == DriverStep.MigrateToRam ? 1 : 0);
        Threads.Run(4, thread => Assert.Equal(thread * 100 * Words, hmm.Space.Read<int>(address + thread * 100 * PageSize)));
        Assert.Equal(1, faults);
        End(hmm, address);
    }

    static Hmm Boot(string protocol, out long address)
    {
        Hmm hmm = new(protocol, Variant.Private, largePages: 1);
        address = MapLarge(hmm);
        Assert.Equal(Hmm.Pattern(Pages), hmm.Migrate(address, Pages));
        return hmm;
    }

    static long MapLarge(Hmm hmm)
    {
        long address = hmm.Map(Pages);
        hmm.Space.Advise(address, Pages * PageSize, MemoryAdvice.HugePage);
        hmm.Write(address, Hmm.Pattern(Pages));
        hmm.Memory.Lru.DrainAll();
        return address;
    }

    static void End(Hmm hmm, long address)
    {
        hmm.CheckTables();
        Assert.Equal(Hmm.Pattern(Pages), hmm.Read(address, Pages));
        hmm.CheckTables();
        hmm.Close();
    }
}
