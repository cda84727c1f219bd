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
}
