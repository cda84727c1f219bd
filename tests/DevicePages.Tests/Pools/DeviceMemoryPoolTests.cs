using System.Buffers;

namespace DevicePages.Tests;

public class DeviceMemoryPoolTests
{
    public static MatrixTheoryData<string, int> Pools => new(["P2", "P3", "P4a", "P4b", "P4c"], [0, 2]);

    static DeviceMemoryPool Create(PhysicalMemory memory, int order = 0) => new(memory, new(memory.DeviceRange.Start, 4 << order), order);

    [Theory, InlineData(-1), InlineData(19), InlineData(int.MaxValue)]
    public void An_order_that_no_buffer_has_is_refused_by_name(int order)
    {
        using PhysicalMemory memory = Machine.Boot("P4c");
        Assert.Equal("order", Assert.Throws<ArgumentOutOfRangeException>(() => new DeviceMemoryPool(memory, memory.DeviceRange, order)).ParamName);
    }

    [Theory, MemberData(nameof(Pools))]
    public void Buffers_are_distinct_memory_of_the_device(string protocol, int order)
    {
        using PhysicalMemory memory = Machine.Boot(protocol);
        using DeviceMemoryPool pool = Create(memory, order);
        IMemoryOwner<byte>[] owners = [.. Enumerable.Range(0, 4).Select(_ => pool.Rent())];
        for (byte i = 0; i < 4; i++)
            owners[i].Memory.Span.Fill(i);
        for (byte i = 0; i < 4; i++)
            Assert.Equal(4096 << order, owners[i].Memory.Span.Count(i));
        Array.ForEach(owners, owner => owner.Dispose());
        Assert.Equal(4, pool.Available);
    }

    [Theory, MemberData(nameof(Pools))]
    public void Disposing_the_owner_is_the_put_and_counts_once(string protocol, int order)
    {
        using PhysicalMemory memory = Machine.Boot(protocol);
        using DeviceMemoryPool pool = Create(memory, order);
        IMemoryOwner<byte> owner = pool.Rent();
        Assert.Equal(3, pool.Available);
        owner.Dispose();
        owner.Dispose();
        Assert.Equal(4, pool.Available);
        Assert.Throws<ObjectDisposedException>(() => owner.Memory.Span.Length);
    }

    [Theory, MemberData(nameof(Pools))]
    public void A_pinned_buffer_comes_back_after_its_last_pin(string protocol, int order)
    {
        using PhysicalMemory memory = Machine.Boot(protocol);
        using DeviceMemoryPool pool = Create(memory, order);
        IMemoryOwner<byte> owner = pool.Rent();
        MemoryHandle pin = owner.Memory.Pin();
        owner.Dispose();
        Assert.Equal(3, pool.Available);
        pin.Dispose();
        Assert.Equal(4, pool.Available);
    }

    [Theory, MemberData(nameof(Pools))]
    public void Disposing_the_pool_waits_for_rented_buffers(string protocol, int order)
    {
        using PhysicalMemory memory = Machine.Boot(protocol);
        DeviceMemoryPool pool = Create(memory, order);
        IMemoryOwner<byte> owner = pool.Rent();
        Thread disposal = Threads.Start(pool.Dispose);
        Threads.SpinUntil(() => Record.Exception(() => pool.Rent().Dispose()) is ObjectDisposedException);
        owner.Memory.Span.Fill(1);
        Assert.False(disposal.Join(0));
        owner.Dispose();
        Assert.True(disposal.Join(Threads.Patience));
    }

    [Fact]
    public void An_empty_pool_says_so()
    {
        using PhysicalMemory memory = Machine.Boot("P4c");
        using DeviceMemoryPool pool = Create(memory);
        IMemoryOwner<byte>[] owners = [.. Enumerable.Range(0, 4).Select(_ => pool.Rent())];
        Assert.Throws<InsufficientMemoryException>(() => pool.Rent());
        Array.ForEach(owners, owner => owner.Dispose());
    }

    [Theory, InlineData(-2), InlineData(4097)]
    public void Sizes_that_no_buffer_has_are_refused(int size)
    {
        using PhysicalMemory memory = Machine.Boot("P4c");
        using DeviceMemoryPool pool = Create(memory);
        Assert.Throws<ArgumentOutOfRangeException>(() => pool.Rent(size));
    }

    [Fact]
    public void Rents_and_returns_from_many_threads()
    {
        using PhysicalMemory memory = Machine.Boot("P4c");
        using DeviceMemoryPool pool = Create(memory);
        int mixed = 0;
        Threads.Run(4, thread =>
        {
            for (int i = 0; i < 2000; i++)
                using (IMemoryOwner<byte> owner = pool.Rent())
                {
                    owner.Memory.Span.Fill((byte)thread);
                    mixed += owner.Memory.Span.ContainsAnyExcept((byte)thread) ? 1 : 0;
                }
        });
        Assert.Equal((0, 4), (mixed, pool.Available));
    }
}
