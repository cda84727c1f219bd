namespace DevicePages.Tests;

public class KsmTests
{
    const int PageSize = PhysicalMemory.PageSize;

    [Fact]
    public void Nobody_looks_at_a_child_before_it_is_complete()
    {
        using Hmm hmm = new("P4c", Variant.Private);
        hmm.MapPattern(1);
        hmm.MapPattern(1);
        Thread? scanner = null;
        int seen = 0;
        using (new IntervalNotifier(hmm.Space, 0, long.MaxValue, _ => scanner ??= Threads.StartUntilBlocked(() =>
        {
            AddressSpace child = hmm.System.AddressSpaces.Single(space => space != hmm.Space);
            using (child.LockForReading())
                seen = child.Vmas.Count;
        })))
            hmm.Fork();
        Assert.True(scanner!.Join(Threads.Patience));
        Assert.Equal(2, seen);
        hmm.Close();
    }

    [Fact]
    public void A_stable_page_goes_with_its_last_user()
    {
        using Hmm hmm = new("P4c", Variant.Private);
        long address = hmm.MapPattern(2);
        hmm.Space.Advise(address, 2 * PageSize, MemoryAdvice.Mergeable);
        using Ksm ksm = new(hmm.System);
        for (int value = 1; value < 5; value++)
        {
            hmm.Space.Write(address, value);
            hmm.Space.Write(address + PageSize, Hmm.Bytes(hmm.Read(address, 1)));
            Assert.Equal((1, 1), (ksm.Scan(), ksm.StablePages));
            hmm.CheckTables();
        }
        hmm.Space.Unmap(address, 2 * PageSize);
        Assert.Equal(0, ksm.StablePages);
        hmm.Close();
    }
}
