namespace DevicePages.Tests;

public sealed class DaxFileTests : IDisposable
{
    readonly string path = Path.GetTempFileName();

    public void Dispose() => File.Delete(path);

    DaxFile Open(PhysicalMemory memory, int pages = 4) => new(memory, path, new(memory.DeviceRange.Start, pages));

    [Theory, MemberData(nameof(Machine.WithFsDax), MemberType = typeof(Machine))]
    public void What_is_written_to_a_mapping_is_in_the_file(string protocol)
    {
        using PhysicalMemory memory = Machine.Boot(protocol);
        using (DaxFile file = Open(memory))
        using (DaxMapping mapping = file.Map(2))
            mapping.Bytes.Fill(7);
        byte[] bytes = File.ReadAllBytes(path);
        Assert.Equal((4 * 4096, 4096, 7), (bytes.Length, bytes.Count(value => value == 7), bytes[2 * 4096]));
    }

    [Theory, MemberData(nameof(Machine.WithFsDax), MemberType = typeof(Machine))]
    public void What_is_in_the_file_is_in_its_mappings(string protocol)
    {
        File.WriteAllBytes(path, [.. Enumerable.Repeat((byte)9, 4 * 4096)]);
        using PhysicalMemory memory = Machine.Boot(protocol);
        using DaxFile file = Open(memory);
        Assert.Equal(9, file.Map(3).Bytes[4095]);
    }

    [Theory, MemberData(nameof(Machine.WithFsDax), MemberType = typeof(Machine))]
    public void Of_a_longer_file_the_rest_stays(string protocol)
    {
        File.WriteAllBytes(path, [.. Enumerable.Repeat((byte)9, 6 * 4096)]);
        using PhysicalMemory memory = Machine.Boot(protocol);
        using (DaxFile file = Open(memory))
        using (DaxMapping mapping = file.Map(3))
            mapping.Bytes.Fill(7);
        byte[] bytes = File.ReadAllBytes(path);
        Assert.Equal((6 * 4096, 4096, 7), (bytes.Length, bytes.Count(value => value == 7), bytes[3 * 4096]));
    }

    /// <summary>The page's count when idle, mapped twice, mapped twice and pinned; and its map count when mapped twice.</summary>
    [Theory]
    [InlineData("P3", 1, 1, 1 + 1024, 0)]
    [InlineData("P4a", 1, 1, 1 + 1024, 0)]
    [InlineData("P4b", 1, 1, 1 + 1024, 0)]
    [InlineData("P4c", 0, 2, 2 + 1024, 2)]
    public void Mappings_count_as_in_Linux(string protocol, int idle, int mapped, int pinned, int mapCount)
    {
        using PhysicalMemory memory = Machine.Boot(protocol);
        using DaxFile file = Open(memory);
        Page page = memory.PageAt(memory.DeviceRange.Start + 1);
        Assert.Equal(idle, page.Count);
        using DaxMapping first = file.Map(1), second = file.Map(1);
        Assert.Equal((mapped, mapCount), (page.Count, page.MapCount));
        Assert.True(first.TryPin(out DaxPin? pin));
        Assert.Equal(pinned, page.Count);
        pin!.Dispose();
        first.Dispose();
        second.Dispose();
        Assert.Equal((idle, 0), (page.Count, page.MapCount));
    }

    [Theory, MemberData(nameof(Machine.WithFsDax), MemberType = typeof(Machine))]
    public void Truncation_takes_mappings_away_and_leaves_the_rest(string protocol)
    {
        using PhysicalMemory memory = Machine.Boot(protocol);
        using DaxFile file = Open(memory);
        DaxMapping stays = file.Map(0), goes = file.Map(2);
        goes.Bytes.Fill(5);
        Assert.True(file.Truncate(2, TimeSpan.Zero));
        Assert.Equal((true, false, 2), (stays.IsPresent, goes.IsPresent, file.Length));
        Assert.Throws<ObjectDisposedException>(() => goes.Bytes.Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => file.Map(2));
        file.Extend(4);
        Assert.Equal(0, file.Map(2).Bytes[0]);
    }

    [Fact]
    public void No_file_is_shorter_than_nothing()
    {
        using PhysicalMemory memory = Machine.Boot("P4c");
        using DaxFile file = Open(memory);
        Assert.Throws<ArgumentOutOfRangeException>(() => file.Truncate(-1, TimeSpan.Zero));
        Assert.Throws<ArgumentOutOfRangeException>(() => file.Extend(-1));
        Assert.Equal(4, file.Length);
    }

    [Theory, MemberData(nameof(Machine.WithFsDax), MemberType = typeof(Machine))]
    public void Truncation_waits_for_a_device_that_still_transfers(string protocol)
    {
        using PhysicalMemory memory = Machine.Boot(protocol);
        using DaxFile file = Open(memory);
        DaxMapping mapping = file.Map(3);
        Assert.True(mapping.TryPin(out DaxPin? pin));
        Assert.False(file.Truncate(1, TimeSpan.Zero));
        bool truncated = false;
        Thread truncation = Threads.Start(() => truncated = file.Truncate(1, Threads.Patience));
        pin!.Bytes.Fill(3);
        Assert.Equal((4, false), (file.Length, mapping.IsPresent));
        pin.Dispose();
        Assert.True(truncation.Join(Threads.Patience));
        Assert.Equal((true, 1), (truncated, file.Length));
    }

    [Theory, MemberData(nameof(Machine.WithFsDax), MemberType = typeof(Machine))]
    public void No_device_writes_into_what_was_truncated(string protocol)
    {
        using PhysicalMemory memory = Machine.Boot(protocol);
        using DaxFile file = Open(memory, pages: 1);
        int late = 0;
        using CancellationTokenSource done = new();
        Threads.Run(2, thread =>
        {
            if (thread == 0)
            {
                for (int i = 0; i < 300; i++)
                {
                    Assert.True(file.Truncate(0, Threads.Patience));
                    file.Extend(1);
                }
                done.Cancel();
            }
            else
                while (!done.IsCancellationRequested)
                {
                    DaxMapping mapping;
                    try
                    {
                        mapping = file.Map(0);
                    }
                    catch (ArgumentOutOfRangeException)
                    {
                        continue;
                    }
                    if (!mapping.TryPin(out DaxPin? pin))
                        continue;
                    pin!.Bytes.Fill(1);
                    late += pin.Bytes.Contains((byte)0) ? 1 : 0;
                    pin.Bytes.Clear();
                    pin.Dispose();
                    mapping.Dispose();
                }
        });
        Assert.Equal(0, late);
    }

    [Theory, MemberData(nameof(Machine.WithFsDax), MemberType = typeof(Machine))]
    public void Closing_waits_for_a_device_that_still_transfers(string protocol)
    {
        using PhysicalMemory memory = Machine.Boot(protocol);
        DaxFile file = Open(memory);
        Assert.True(file.Map(0).TryPin(out DaxPin? pin));
        Thread closing = Threads.Start(file.Dispose);
        Threads.SpinUntil(() => file.Length == 0);
        Assert.Equal(ZoneType.Device, memory.PageAt(memory.DeviceRange.Start).Zone);
        pin!.Bytes[0] = 1;
        pin.Dispose();
        pin.Dispose();
        Assert.True(closing.Join(Threads.Patience));
        Assert.Equal(ZoneType.None, memory.PageAt(memory.DeviceRange.Start).Zone);
    }

    /// <summary>A mapping refers to the page too, without a count until v6.14: who comes by it may lock the page while its last pin goes.</summary>
    [Theory, MemberData(nameof(Machine.WithFsDax), MemberType = typeof(Machine))]
    public void A_page_that_becomes_idle_stays_locked_and_knows_who_waits(string protocol)
    {
        using PhysicalMemory memory = Machine.Boot(protocol);
        using DaxFile file = Open(memory);
        Page page = memory.PageAt(memory.DeviceRange.Start);
        page.Increment();
        memory.Lock(page);
        page.Set(PageFlags.Waiters | PageFlags.Dirty);
        memory.Put(page);
        Assert.Equal(PageFlags.Locked | PageFlags.Waiters | PageFlags.Dirty, page.Flags & ~PageFlags.Reserved);
        memory.Unlock(page);
    }
}
