namespace DevicePages.Tests;

public class UserPagesTests
{
    const int PageSize = PhysicalMemory.PageSize;

    public static TheoryData<string, UserPageAccess, bool> Takes => new MatrixTheoryData<string, UserPageAccess, bool>(Machine.Protocols, [UserPageAccess.Read, UserPageAccess.Pin], [false, true]);

    [Theory, MemberData(nameof(Takes))]
    public void A_page_that_has_all_references_that_can_be_counted_is_refused(string protocol, UserPageAccess access, bool fast)
    {
        using Hmm hmm = new(protocol, Variant.Private);
        long address = hmm.MapPattern(2);
        hmm.Memory.Lru.DrainAll();
        Page page = hmm.PageAt(address + PageSize);
        int others = int.MaxValue - page.Count;
        page.Add(others);
        Func<AddressSpace, long, int, UserPageAccess, Page[]> take = fast ? UserPages.TakeFast : UserPages.Take;
        Thread taker = Threads.Start(() => Assert.Throws<InsufficientMemoryException>(() => take(hmm.Space, address, 2, access)));
        Assert.True(taker.Join(Threads.Patience));
        page.Subtract(others);
        hmm.CheckTables();
        hmm.Close();
    }
}
