using CsCheck;

namespace DevicePages.Tests;

public class StaticKeyTests
{
    [Fact]
    public void Is_on_while_it_has_users()
    {
        StaticKey key = new();
        Assert.False(key.IsEnabled);
        key.Increment();
        key.Increment();
        key.Decrement();
        Assert.Equal((true, 1), (key.IsEnabled, key.Count));
        key.Decrement();
        Assert.Equal((false, 0), (key.IsEnabled, key.Count));
    }

    [Fact]
    public void Patches_on_the_edges_only()
    {
        List<bool> patches = [];
        StaticKey key = new(patches.Add);
        key.Increment();
        key.Increment();
        key.Decrement();
        key.Decrement();
        Assert.Equal([true, false], patches);
    }

    [Fact]
    public void Counts_as_on_with_one_user_while_its_branches_are_patched()
    {
        (bool, int) seen = default;
        StaticKey key = null!;
        key = new(_ => seen = (key.IsEnabled, key.Count));
        key.Increment();
        Assert.Equal((true, 1), seen);
    }

    [Fact]
    public void A_second_user_returns_only_after_the_branches_are_patched()
    {
        using ManualResetEventSlim patching = new(), go = new();
        bool patched = false, sawPatched = false;
        StaticKey key = new(_ =>
        {
            patching.Set();
            go.Wait(Threads.Patience);
            Volatile.Write(ref patched, true);
        });
        Thread first = Threads.Start(key.Increment);
        Assert.True(patching.Wait(Threads.Patience, TestContext.Current.CancellationToken));
        Thread second = Threads.Start(() =>
        {
            key.Increment();
            sawPatched = Volatile.Read(ref patched);
        });
        go.Set();
        Assert.True(first.Join(Threads.Patience) && second.Join(Threads.Patience));
        Assert.Equal((true, 2), (sawPatched, key.Count));
    }

    [Fact]
    public void Stays_off_when_its_branches_cannot_be_patched()
    {
        StaticKey key = new(_ => throw new TimeoutException());
        Assert.Throws<TimeoutException>(key.Increment);
        Assert.False(key.IsEnabled);
    }

    [Fact]
    public void Has_no_fewer_than_no_users() => Assert.Throws<InvalidOperationException>(() => new StaticKey().Decrement());

    [Fact]
    public void Enable_and_disable_are_not_counted()
    {
        StaticKey key = new();
        key.Enable();
        key.Enable();
        Assert.Equal(1, key.Count);
        key.Disable();
        key.Disable();
        Assert.False(key.IsEnabled);
    }

    [Fact]
    public void Enable_and_disable_do_not_mix_with_counting()
    {
        StaticKey key = new();
        key.Increment();
        key.Increment();
        Assert.Throws<InvalidOperationException>(key.Enable);
        Assert.Throws<InvalidOperationException>(key.Disable);
    }

    [Fact]
    public void One_user_is_counted_too()
    {
        StaticKey key = new();
        key.Increment();
        Assert.Throws<InvalidOperationException>(key.Enable);
        Assert.Throws<InvalidOperationException>(key.Disable);
        Assert.True(key.IsEnabled);
        key.Decrement();
        key.Enable();
        key.Disable();
        Assert.False(key.IsEnabled);
    }

    [Fact]
    public void Counts_users_from_many_threads() =>
        Gen.Const(() => new StaticKey()).SampleParallel(
            Gen.Operation<StaticKey>("increment", key => key.Increment()),
            Gen.Operation<StaticKey>("increment, decrement", key =>
            {
                key.Increment();
                key.Decrement();
            }),
            equal: (left, right) => left.Count == right.Count, iter: 300);

    [Fact]
    public void Maps_switch_a_counted_key_on_and_off_while_puts_run()
    {
        using PhysicalMemory memory = new PhysicalMemory<P3<CountedKey>>(new() { NormalPages = 64, MovablePages = 64, DevicePages = 64 });
        Driver driver = new();
        int uses = 0;
        Threads.Run(2, thread =>
        {
            Page page = memory.Allocate();
            for (int i = 0; i < 300; i++)
                if (thread == 0)
                {
                    memory.Get(page);
                    memory.Put(page);
                }
                else
                {
                    using DevicePagemap map = driver.Register(memory, PagemapType.Private);
                    Page device = map.Heads().First();
                    map.Take(device);
                    memory.Unlock(device);
                    memory.Put(device);
                    uses++;
                }
            memory.Put(page);
        });
        Assert.Equal((uses, 0), (driver.Freed.Count, memory.DevmapManagedKey.Count));
    }

    [Fact]
    public void Without_the_key_maps_are_refused_whose_pages_put_would_overlook()
    {
        using PhysicalMemory memory = new PhysicalMemory<P3<Off>>();
        Assert.Throws<InvalidOperationException>(() => new Driver().Register(memory, PagemapType.Private));
        Assert.Equal((0, 0), (memory.DevmapManagedKey.Count, memory.PageAt(memory.DeviceRange.Start).Count));
        new Driver().Register(memory, PagemapType.Generic).Dispose();
    }

    readonly struct Off : IManagedKey
    {
        public static bool IsEnabled => false;
    }
}
