namespace DevicePages.Tests;

public sealed class CompoundPageTests : IDisposable
{
    readonly PhysicalMemory memory = Machine.Boot("P4c");
    readonly Page head;
    readonly Page tail;

    public CompoundPageTests()
    {
        head = memory.Allocate(order: 3);
        tail = memory.PageAt(memory.PfnOf(head) + 5);
    }

    public void Dispose() => memory.Dispose();

    [Fact]
    public void Its_tails_lead_to_the_head_and_count_nothing()
    {
        Assert.Equal((head, true, 0), (tail.Head, tail.IsTail, tail.Count));
        Assert.Equal((head, false, 1, 3), (head.Head, head.IsTail, head.Count, head.Order));
    }

    [Fact]
    public void Its_bytes_are_those_of_all_its_pages() => Assert.Equal(8 * PhysicalMemory.PageSize, memory.Bytes(head).Length);

    [Fact]
    public void References_by_a_tail_are_counted_in_the_head()
    {
        Assert.True(memory.TryGetHead(tail, out Page got));
        Assert.Equal((head, 2), (got, head.Count));
    }

    [Fact]
    public void Counting_in_a_tail_is_noticed()
    {
        Assert.Throws<PageStateException>(() => memory.Get(tail));
        Assert.Throws<PageStateException>(() => memory.Put(tail));
    }

    [Fact]
    public void Pins_are_counted_exactly()
    {
        head.Add(2000);
        Assert.False(head.MaybePinned);
        Assert.True(memory.TryPin(head, 2));
        Assert.Equal((true, 2, 2003), (head.MaybePinned, head.PinCount, head.Count));
        memory.Unpin(head, 2);
        Assert.Equal((false, 0, 2001), (head.MaybePinned, head.PinCount, head.Count));
    }

    [Fact]
    public void Is_free_as_a_whole()
    {
        int free = memory.Zones.Sum(zone => zone.Free);
        memory.Put(head);
        Assert.Equal(free + 8, memory.Zones.Sum(zone => zone.Free));
        Assert.False(tail.IsTail);
    }

    [Fact]
    public void Is_split_into_pages_of_one_reference_each()
    {
        int free = memory.Zones.Sum(zone => zone.Free);
        Assert.True(memory.TrySplit(head, expected: 1));
        Page[] pages = [.. Enumerable.Range(memory.PfnOf(head), 8).Select(memory.PageAt)];
        Assert.All(pages, page => Assert.Equal((1, false, 0), (page.Count, page.IsTail, page.Order)));
        memory.Put(pages);
        Assert.Equal(free + 8, memory.Zones.Sum(zone => zone.Free));
    }

    [Fact]
    public void Is_not_split_while_somebody_else_refers_to_it()
    {
        memory.Get(head);
        Assert.False(memory.TrySplit(head, expected: 1));
        Assert.Equal((2, head), (head.Count, tail.Head));
    }
}
