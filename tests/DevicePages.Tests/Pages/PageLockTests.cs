namespace DevicePages.Tests;

public sealed class PageLockTests : IDisposable
{
    readonly PhysicalMemory memory = Machine.Boot("P4c");
    readonly Page page;

    public PageLockTests() => page = memory.Allocate();

    public void Dispose() => memory.Dispose();

    [Fact]
    public void Is_not_recursive()
    {
        Assert.True(page.TryLock());
        Assert.False(page.TryLock());
    }

    [Fact]
    public void Unlocking_what_is_not_locked_is_noticed() => Assert.Throws<PageStateException>(() => memory.Unlock(page));

    [Fact]
    public void Admits_one_thread_at_a_time()
    {
        int inside = 0, most = 0, total = 0;
        Threads.Run(4, _ =>
        {
            for (int i = 0; i < 500; i++)
            {
                memory.Lock(page);
                most = Math.Max(most, ++inside);
                total++;
                inside--;
                memory.Unlock(page);
            }
        });
        Assert.Equal((1, 2000), (most, total));
    }

    [Fact]
    public void Waiting_while_locked_ends_with_the_lock_and_takes_neither_reference_nor_lock()
    {
        memory.Lock(page);
        Thread waiter = Threads.Start(() => memory.WaitWhileLocked(page));
        Threads.SpinUntil(() => (page.Flags & PageFlags.Waiters) != 0);
        Assert.Equal((1, false), (page.Count, waiter.Join(0)));
        memory.Unlock(page);
        Assert.True(waiter.Join(Threads.Patience));
        Assert.True(page.TryLock());
    }

    [Fact]
    public void Who_waits_is_woken_when_the_lock_goes_with_the_last_reference()
    {
        memory.Lock(page);
        Thread waiter = Threads.Start(() => memory.WaitWhileLocked(page));
        Threads.SpinUntil(() => (page.Flags & PageFlags.Waiters) != 0);
        Assert.True(memory.Locks.UnlockDecrementAndTest(page));
        Assert.True(waiter.Join(Threads.Patience));
        Assert.Equal((0, false), (page.Count, (page.Flags & PageFlags.Locked) != 0));
    }

    [Fact]
    public void Unlocking_what_is_not_locked_is_noticed_with_a_put_as_well() => Assert.Throws<PageStateException>(() => memory.Locks.UnlockDecrementAndTest(page));
}
