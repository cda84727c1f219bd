namespace DevicePages.Tests;

public class HandleTableTests
{
    readonly HandleTable<string> table = new();

    [Fact]
    public void A_handle_stands_for_its_object()
    {
        int[] handles = [.. Enumerable.Range(0, 40).Select(i => table.Add($"{i}"))];
        Assert.Equal(Enumerable.Range(1, 40), handles);
        Assert.Equal("39", table[handles[39]]);
    }

    [Fact]
    public void A_handle_that_was_taken_back_is_given_out_once()
    {
        int first = table.Add("a");
        table.Remove(first);
        Assert.Throws<KeyNotFoundException>(() => table.Remove(first));
        Assert.Equal((first, first + 1), (table.Add("b"), table.Add("c")));
    }

    [Theory, InlineData(-1), InlineData(0), InlineData(1), InlineData(99)]
    public void Only_handles_in_use_are_taken_back(int handle)
    {
        Assert.Throws<KeyNotFoundException>(() => table.Remove(handle));
        Assert.Equal(1, table.Add("a"));
    }
}
