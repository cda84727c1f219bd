using Microsoft.Win32.SafeHandles;

namespace DevicePages.Tests;

public class FileMappingTests
{
    const int PageSize = PhysicalMemory.PageSize;

    [Fact]
    public void A_private_store_for_which_there_is_no_memory_leaves_the_file_page_as_it_was()
    {
        using Hmm hmm = new("P4c", Variant.Private, pagesPerDevice: 64, movablePages: 256);
        using TemporaryFile file = new(Hmm.Bytes(Hmm.Pattern(1)));
        using (FileMapping mapping = hmm.System.OpenFile(file.Handle))
        {
            long address = hmm.Space.MapFile(mapping, 0, PageSize, PageProtection.ReadWrite, shared: false);
            Page page = mapping.GetPage(0);
            hmm.Memory.Lru.DrainAll();
            List<Page> hoard = [];
            while (hmm.Memory.TryAllocate(AllocationZone.Movable, 0, out Page other))
                hoard.Add(other);
            Assert.Throws<InsufficientMemoryException>(() => hmm.Space.Write(address, -1));
            // The cache's and the test's.
            Assert.Equal(2, page.Count);
            hmm.Memory.Put([page, .. hoard]);
            hmm.Space.Unmap(address, PageSize);
        }
        hmm.Close();
    }

    [Fact]
    public void A_read_that_fails_keeps_no_page()
    {
        using Hmm hmm = new("P4c", Variant.Private);
        using TemporaryFile file = new(new byte[PageSize]);
        using SafeFileHandle writeOnly = file.Reopen(FileAccess.Write);
        using (FileMapping mapping = hmm.System.OpenFile(writeOnly))
        {
            Assert.Throws<UnauthorizedAccessException>(() => mapping.Read(0, new byte[1]));
            Assert.Equal(0, mapping.CachedPages);
        }
        hmm.Close();
    }

    [Fact]
    public void A_page_that_cannot_be_written_back_stays_in_use()
    {
        using Hmm hmm = new("P4c", Variant.Private);
        using TemporaryFile file = new(new byte[PageSize]);
        using SafeFileHandle readOnly = file.Reopen(FileAccess.Read);
        FileMapping mapping = hmm.System.OpenFile(readOnly);
        long address = hmm.Space.MapFile(mapping, 0, PageSize, PageProtection.ReadWrite, shared: true);
        hmm.Space.Write(address, 7);
        Page page = hmm.PageAt(address);
        Assert.Throws<UnauthorizedAccessException>(() => Reclaim.Shrink(hmm.System, 1));
        Assert.Equal((PteKind.Present, PageFlags.Dirty), (hmm.EntryAt(address).Kind, page.Flags & (PageFlags.Locked | PageFlags.Dirty)));
        hmm.CheckTables();
        Assert.Equal(7, hmm.Space.Read<int>(address));
        hmm.Space.Unmap(address, PageSize);
        page.Clear(PageFlags.Dirty);
        mapping.Dispose();
        hmm.Close();
    }

    [Theory, MemberData(nameof(Machine.AllProtocols), MemberType = typeof(Machine))]
    public void Sync_writes_what_is_stored_through_mappings(string protocol)
    {
        using Hmm hmm = new(protocol, Variant.Private);
        using TemporaryFile file = new(new byte[PageSize]);
        using (FileMapping mapping = hmm.System.OpenFile(file.Handle))
        {
            long address = hmm.Space.MapFile(mapping, 0, PageSize, PageProtection.ReadWrite, shared: true);
            AddressSpace child = hmm.Fork();
            for (int value = 1; value < 4; value++)
            {
                hmm.Space.Write(address, value);
                child.Write(address + sizeof(int), -value);
                mapping.Sync();
                Assert.Equal((value, -value), (BitConverter.ToInt32(file.Contents), BitConverter.ToInt32(file.Contents, sizeof(int))));
            }
            hmm.CheckTables();
            hmm.Space.Unmap(address, PageSize);
            child.Unmap(address, PageSize);
        }
        hmm.Close();
    }

    [Fact]
    public void Sync_has_a_device_ask_again_before_it_stores_more()
    {
        using Hmm hmm = new("P4c", Variant.Private);
        using TemporaryFile file = new(new byte[PageSize]);
        using (FileMapping mapping = hmm.System.OpenFile(file.Handle))
        {
            long address = hmm.Space.MapFile(mapping, 0, PageSize, PageProtection.ReadWrite, shared: true);
            for (int round = 1; round < 3; round++)
            {
                Assert.Equal(new(Errno.None, 1, Faults: 1), hmm.Mirror.Write(address, Hmm.Bytes(Hmm.Pattern(1, round))));
                mapping.Sync();
                Assert.Equal(Hmm.Bytes(Hmm.Pattern(1, round)).ToArray(), file.Contents);
            }
            hmm.Space.Unmap(address, PageSize);
        }
        hmm.Close();
    }
}
