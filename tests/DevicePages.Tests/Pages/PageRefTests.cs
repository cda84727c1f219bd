using CsCheck;

namespace DevicePages.Tests;

public sealed class PageRefTests : IDisposable
{
    readonly PhysicalMemory memory = Machine.Boot("P4c");
    readonly Page page;

    public PageRefTests() => page = memory.Allocate();

    public void Dispose() => memory.Dispose();

    /// <summary>Operation, count before, count after, what it returns.</summary>
    public static TheoryData<string, int, int, object?> Operations => new()
    {
        { "add 3", 5, 8, null },
        { "sub 3", 5, 2, null },
        { "inc", 5, 6, null },
        { "dec", 5, 4, null },
        { "inc_return", 5, 6, 6 },
        { "dec_return", 5, 4, 4 },
        { "sub_return 3", 5, 2, 2 },
        { "dec_and_test", 2, 1, false },
        { "dec_and_test", 1, 0, true },
        { "sub_and_test 3", 4, 1, false },
        { "sub_and_test 3", 3, 0, true },
        { "add_unless 3 7", 5, 8, true },
        { "add_unless 3 5", 5, 5, false },
        { "try_get", 1, 2, true },
        { "try_get", 0, 0, false },
        { "try_add 3", 1, 4, true },
        { "try_add 3", 0, 0, false },
        { "try_get_limited", 1, 2, true },
        { "try_get_limited", 0, 0, false },
        { "try_get_limited", -1, -1, false },
        { "try_get_limited", int.MinValue, int.MinValue, false },
        { "freeze 2", 2, 0, true },
        { "freeze 2", 3, 3, false },
        { "unfreeze 2", 0, 2, null },
        { "set 7", 5, 7, null },
    };

    [Theory, MemberData(nameof(Operations))]
    public void Changes_the_count_and_returns_what_became_of_it(string operation, int before, int after, object? expected)
    {
        page.SetCount(before);
        object? returned = Run(operation.Split(' '));
        Assert.Equal((after, expected), (page.Count, returned));
    }

    object? Run(string[] operation) => (operation[0], operation[1..].Select(int.Parse).ToArray()) switch
    {
        ("add", [int n]) => Void(() => page.Add(n)),
        ("sub", [int n]) => Void(() => page.Subtract(n)),
        ("inc", []) => Void(() => page.Increment()),
        ("dec", []) => Void(() => page.Decrement()),
        ("set", [int n]) => Void(() => page.SetCount(n)),
        ("unfreeze", [int n]) => Void(() => page.Unfreeze(n)),
        ("inc_return", []) => page.IncrementReturn(),
        ("dec_return", []) => page.DecrementReturn(),
        ("sub_return", [int n]) => page.SubtractReturn(n),
        ("dec_and_test", []) => page.DecrementAndTest(),
        ("sub_and_test", [int n]) => page.SubtractAndTest(n),
        ("add_unless", [int n, int unless]) => page.AddUnless(n, unless),
        ("try_get", []) => page.TryGet(),
        ("try_add", [int n]) => page.TryAdd(n),
        ("try_get_limited", []) => page.TryGetLimited(),
        ("freeze", [int n]) => page.TryFreeze(n),
        _ => throw new ArgumentException(operation[0]),
    };

    static object? Void(Action action)
    {
        action();
        return null;
    }

    /// <summary>The guard band: zero, and 127 references past the end of the range that wrapped. Other negative counts are for try-get to see.</summary>
    [Theory]
    [InlineData(0, true)]
    [InlineData(-1, true)]
    [InlineData(-127, true)]
    [InlineData(-128, false)]
    [InlineData(int.MinValue, false)]
    [InlineData(1, false)]
    [InlineData(int.MaxValue - 1, false)]
    public void Get_and_put_refuse_counts_that_are_zero_or_close_to_overflow(int count, bool refused)
    {
        page.SetCount(count);
        Assert.Equal(refused, Record.Exception(() => memory.Get(page)) is PageStateException);
        page.SetCount(count);
        Assert.Equal(refused, Record.Exception(() => page.DecrementAndTest()) is PageStateException);
    }

    [Fact]
    public void Put_twice_is_noticed()
    {
        memory.Put(page);
        Assert.Throws<PageStateException>(() => memory.Put(page));
    }

    [Fact]
    public void Put_of_more_references_than_there_are_is_noticed() => Assert.Throws<PageStateException>(() => memory.Put(page, 2));

    [Fact]
    public void Get_of_a_free_page_is_noticed()
    {
        memory.Put(page);
        Assert.Throws<PageStateException>(() => memory.Get(page));
    }

    [Fact]
    public void Unfreeze_of_a_page_that_is_not_frozen_is_noticed() => Assert.Throws<PageStateException>(() => page.Unfreeze(1));

    [Fact]
    public void Unfreeze_to_nothing_is_noticed()
    {
        Assert.True(page.TryFreeze(1));
        Assert.Throws<PageStateException>(() => page.Unfreeze(0));
    }

    [Fact]
    public void Freeing_a_mapped_page_is_noticed()
    {
        page.IncrementMapCount();
        Assert.Throws<PageStateException>(() => memory.Put(page));
    }

    [Fact]
    public void Freeing_a_locked_page_is_noticed()
    {
        memory.Lock(page);
        Assert.Throws<PageStateException>(() => memory.Put(page));
    }

    /// <summary>What keeps it from being freed, and how its references are dropped.</summary>
    public static MatrixTheoryData<string, string> Refused => new(["mapped", "locked"], ["put", "put 3", "batch"]);

    [Theory, MemberData(nameof(Refused))]
    public void A_page_that_cannot_be_freed_is_as_before_its_put(string cause, string way)
    {
        (int free, int references) = (memory.Zones.Sum(zone => zone.Free), way == "put 3" ? 3 : 1);
        page.SetCount(references);
        page.Mapping = 41;
        if (cause == "mapped")
            page.IncrementMapCount();
        else
            memory.Lock(page);
        Assert.Throws<PageStateException>(() => Put(way));
        Assert.Equal((references, 41, cause == "locked" ? PageFlags.Locked : PageFlags.None), (page.Count, page.Mapping, page.Flags));
        if (cause == "mapped")
            page.DecrementMapCount();
        else
            memory.Unlock(page);
        Put(way);
        Assert.Equal(free + 1, memory.Zones.Sum(zone => zone.Free));
    }

    void Put(string way)
    {
        if (way == "batch")
            memory.Put([page]);
        else if (way == "put 3")
            memory.Put(page, 3);
        else
            memory.Put(page);
    }

    [Fact]
    public void A_page_that_cannot_be_freed_keeps_no_other_of_a_batch()
    {
        int free = memory.Zones.Sum(zone => zone.Free);
        Page[] batch = [memory.Allocate(), page, memory.Allocate()];
        page.IncrementMapCount();
        Assert.Throws<PageStateException>(() => memory.Put(batch));
        Assert.Equal(free, memory.Zones.Sum(zone => zone.Free));
    }

    [Fact]
    public void A_pin_of_a_single_page_is_1024_references()
    {
        Assert.True(memory.TryPin(page, 2));
        Assert.Equal((1 + 2 * 1024, true), (page.Count, page.MaybePinned));
        memory.Unpin(page, 2);
        Assert.Equal((1, false), (page.Count, page.MaybePinned));
    }

    [Fact]
    public void Many_references_look_like_a_pin()
    {
        page.Add(1023);
        Assert.True(page.MaybePinned);
    }

    [Fact]
    public void A_count_that_ran_over_takes_no_pin()
    {
        page.SetCount(int.MinValue + 5);
        Assert.False(memory.TryPin(page));
        Assert.Equal(int.MinValue + 5, page.Count);
    }

    [Fact]
    public void Pins_cannot_wrap_the_count()
    {
        page.SetCount(int.MaxValue - 1000);
        Assert.False(memory.TryPin(page));
        Assert.Equal(int.MaxValue - 1000, page.Count);
    }

    [Theory, InlineData(1 << 21), InlineData(1 << 22), InlineData(int.MaxValue)]
    public void Pins_of_a_single_page_are_not_more_than_its_count_can_tell(int pins)
    {
        Assert.False(memory.TryPin(page, pins));
        Assert.Throws<OverflowException>(() => memory.Unpin(page, pins));
        Assert.Equal(1, page.Count);
    }

    [Fact]
    public void Each_operation_is_one_step_for_all_threads() =>
        Gen.Const(() => new Counted()).SampleParallel(
            [
                Count("inc", page => Do(page.Increment)),
                Count("dec_return", page => page.DecrementReturn() >= 0),
                Count("try_get", page => page.TryGet()),
                Count("add_unless 2", page => page.AddUnless(3, unless: 2)),
                Count("freeze 1", page => page.TryFreeze(1)),
                Count("freeze 2", page => page.TryFreeze(2)),
            ],
            equal: (left, right) => (left.Page.Count, left.Successes) == (right.Page.Count, right.Successes), iter: 40);

    static GenOperation<Counted> Count(string name, Func<Page, bool> operation) =>
        Gen.Operation<Counted>(name, counted => Interlocked.Add(ref counted.Successes, operation(counted.Page) ? 1 : 0));

    static bool Do(Action action)
    {
        action();
        return true;
    }

    sealed class Counted
    {
        readonly PhysicalMemory memory = Machine.Boot("P4c", new() { NormalPages = 1, MovablePages = 0, DevicePages = 0 });
        public int Successes;

        public Counted() => Page = memory.Allocate();

        public Page Page { get; }
    }
}
