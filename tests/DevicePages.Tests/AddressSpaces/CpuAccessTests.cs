namespace DevicePages.Tests;

public class CpuAccessTests
{
    const int PageSize = PhysicalMemory.PageSize;

    public static TheoryData<string, Variant> Cases => Hmm.DeviceMemoryCases;

    [Fact]
    public void Faults_precisely_where_nothing_is_mapped_or_not_for_that()
    {
        using Hmm hmm = new("P4c", Variant.Private);
        long address = hmm.Map(2, PageProtection.Read);
        Assert.Equal((address, true), Fault(() => hmm.Space.Write(address, 1)));
        Assert.Equal((address + 2 * PageSize, false), Fault(() => hmm.Space.Read(address + PageSize, new byte[PageSize + 1])));
        hmm.Space.Unmap(address, PageSize);
        Assert.Equal((address, false), Fault(() => hmm.Space.Read<int>(address)));
        hmm.Close();

        static (long, bool) Fault(Action access) => Assert.Throws<SegmentationFaultException>(access) is var exception ? (exception.Address, exception.IsWrite) : default;
    }

    [Fact]
    public void No_cpu_reaches_the_bytes_of_private_memory()
    {
        using Hmm hmm = new("P4c", Variant.Private);
        long address = hmm.MapPattern(1);
        hmm.Migrate(address, 1);
        Assert.Throws<InvalidOperationException>(() => hmm.Memory.Bytes(hmm.PageAt(address)).Length);
        hmm.Close();
    }

    [Theory, MemberData(nameof(Cases))]
    public void Brings_private_pages_back_and_leaves_coherent_ones(string protocol, Variant variant)
    {
        using Hmm hmm = new(protocol, variant);
        long address = hmm.MapPattern(2);
        hmm.Migrate(address, 2);
        Assert.Equal(0, hmm.Space.Read<int>(address));
        Assert.Equal((hmm.IsPrivate, true), (!hmm.PageAt(address).IsZoneDevice, hmm.PageAt(address + PageSize).IsZoneDevice));
        hmm.Space.Write(address + PageSize, -1);
        Assert.Equal(hmm.IsPrivate ? 0 : 2, hmm.Device.InUse);
        Assert.Equal(-1, hmm.Space.Read<int>(address + PageSize));
        hmm.CheckTables();
        hmm.Close();
    }

    [Theory, MemberData(nameof(Cases))]
    public void Out_of_memory_leaves_the_page_on_the_device(string protocol, Variant variant)
    {
        using Hmm hmm = new(protocol, variant, pagesPerDevice: 64, movablePages: 256);
        long address = hmm.MapPattern(4);
        hmm.Migrate(address, 4);
        Stack<Page> hoard = [];
        while (hmm.Memory.TryAllocate(AllocationZone.Movable, 0, out Page page))
            hoard.Push(page);
        if (hmm.IsPrivate)
            Assert.Throws<InsufficientMemoryException>(() => hmm.Space.Read<int>(address));
        Assert.Equal(4, hmm.Device.InUse);
        foreach (Page page in hoard)
            hmm.Memory.Put(page);
        Assert.Equal(Hmm.Pattern(4), hmm.Read(address, 4));
        hmm.Close();
    }

    [Theory, MemberData(nameof(Machine.AllProtocols), MemberType = typeof(Machine))]
    public void A_child_and_its_parent_see_their_own_stores_only(string protocol)
    {
        using Hmm hmm = new(protocol, Variant.Private);
        long address = hmm.MapPattern(3);
        AddressSpace child = hmm.Fork();
        hmm.Space.Write(address, 100);
        child.Write(address + PageSize, 200);
        Assert.Equal((100, 1024, 2048), (hmm.Space.Read<int>(address), hmm.Space.Read<int>(address + PageSize), hmm.Space.Read<int>(address + 2 * PageSize)));
        Assert.Equal((0, 200, 2048), (child.Read<int>(address), child.Read<int>(address + PageSize), child.Read<int>(address + 2 * PageSize)));
        hmm.CheckTables();
        hmm.Close();
    }

    [Theory, MemberData(nameof(Machine.AllProtocols), MemberType = typeof(Machine))]
    public void The_last_user_of_a_copied_page_writes_it_in_place(string protocol)
    {
        using Hmm hmm = new(protocol, Variant.Private);
        long address = hmm.MapPattern(1);
        Page page = hmm.PageAt(address);
        hmm.Fork().Dispose();
        hmm.Memory.Lru.DrainAll();
        hmm.Space.Write(address, 1);
        Assert.Equal(page, hmm.PageAt(address));
        hmm.Close();
    }

    [Theory, MemberData(nameof(Machine.AllProtocols), MemberType = typeof(Machine))]
    public void A_pinned_page_stays_the_parents(string protocol)
    {
        using Hmm hmm = new(protocol, Variant.Private);
        long address = hmm.MapPattern(1);
        Page[] pinned = UserPages.Take(hmm.Space, address, 1, UserPageAccess.Pin | UserPageAccess.Write);
        AddressSpace child = hmm.Fork();
        hmm.Space.Write(address, 77);
        Assert.Equal(pinned[0], hmm.PageAt(address));
        Assert.Equal((77, 0), (BitConverter.ToInt32(hmm.Memory.Bytes(pinned[0])), child.Read<int>(address)));
        UserPages.Release(hmm.Memory, pinned, UserPageAccess.Pin);
        hmm.Close();
    }

    [Theory, MemberData(nameof(Machine.AllProtocols), MemberType = typeof(Machine))]
    public void A_private_file_mapping_keeps_its_stores_to_itself(string protocol)
    {
        using Hmm hmm = new(protocol, Variant.Private);
        using TemporaryFile file = new(Hmm.Bytes(Hmm.Pattern(2)));
        using (FileMapping mapping = hmm.System.OpenFile(file.Handle))
        {
            long address = hmm.Space.MapFile(mapping, PageSize, PageSize, PageProtection.ReadWrite, shared: false);
            Assert.Equal(1024, hmm.Space.Read<int>(address));
            hmm.Space.Write(address, -1);
            int[] read = new int[1];
            mapping.Read(PageSize, Hmm.Bytes(read));
            Assert.Equal((-1, 1024), (hmm.Space.Read<int>(address), read[0]));
            hmm.CheckTables();
            hmm.Space.Unmap(address, PageSize);
        }
        hmm.Close();
    }

    [Theory, MemberData(nameof(Machine.AllProtocols), MemberType = typeof(Machine))]
    public void Large_pages_are_split_where_a_part_is_treated_apart(string protocol)
    {
        using Hmm hmm = new(protocol, Variant.Private);
        long address = hmm.Map(PteTable.Length);
        hmm.Space.Advise(address, PteTable.Length * PageSize, MemoryAdvice.HugePage);
        hmm.Write(address, Hmm.Pattern(PteTable.Length));
        Assert.False(hmm.Space.PageTable.Ensure(address / PageSize).Huge.IsNone);
        AddressSpace child = hmm.Fork();
        child.Write(address + 3 * PageSize, -3);
        hmm.Space.Unmap(address + 5 * PageSize, PageSize);
        hmm.Space.Advise(address + 6 * PageSize, PageSize, MemoryAdvice.DontNeed);
        Assert.Equal((3 * 1024, 0), (hmm.Space.Read<int>(address + 3 * PageSize), hmm.Space.Read<int>(address + 6 * PageSize)));
        Assert.Equal((-3, 5 * 1024, 6 * 1024), (child.Read<int>(address + 3 * PageSize), child.Read<int>(address + 5 * PageSize), child.Read<int>(address + 6 * PageSize)));
        hmm.Close();
    }

    [Fact]
    public void Unaligned_ranges_are_refused()
    {
        using Hmm hmm = new("P4c", Variant.Private);
        long address = hmm.Map(2);
        Assert.Throws<ArgumentOutOfRangeException>(() => hmm.Space.MapAnonymous(100, PageProtection.Read));
        Assert.Throws<ArgumentOutOfRangeException>(() => hmm.Space.Unmap(address + 1, PageSize));
        Assert.Throws<ArgumentOutOfRangeException>(() => hmm.Space.Protect(address, 1, PageProtection.Read));
        Assert.Throws<SegmentationFaultException>(() => hmm.Space.Remap(address, 3 * PageSize));
        hmm.Close();
    }
}
