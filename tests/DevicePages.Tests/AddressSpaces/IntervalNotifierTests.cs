namespace DevicePages.Tests;

public class IntervalNotifierTests
{
    const int PageSize = PhysicalMemory.PageSize;

    [Fact]
    public void A_mirror_that_comes_during_a_change_does_not_look_before_its_end()
    {
        using Hmm hmm = new("P4c", Variant.Private);
        long address = hmm.MapPattern(1);
        IntervalNotifier? late = null;
        Thread? reader = null;
        bool waits = false;
        using IntervalNotifier early = new(hmm.Space, address, address + PageSize, _ =>
        {
            late = new(hmm.Space, address, address + PageSize, static _ => { });
            reader = Threads.StartUntilBlocked(() => late.ReadBegin());
            waits = reader.IsAlive;
        });
        hmm.Space.Advise(address, PageSize, MemoryAdvice.DontNeed);
        Assert.True(waits);
        Assert.True(reader!.Join(Threads.Patience));
        late!.Dispose();
        early.Dispose();
        hmm.Close();
    }
}
