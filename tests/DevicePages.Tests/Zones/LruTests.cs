namespace DevicePages.Tests;

public sealed class LruTests : IDisposable
{
    readonly PhysicalMemory memory;
    int processor;

    public LruTests() => memory = Machine.Boot("P4c", new() { NormalPages = 64, MovablePages = 64, DevicePages = 16, Processors = 4, CurrentProcessor = () => processor });

    public void Dispose() => memory.Dispose();

    [Fact]
    public void A_page_in_a_batch_has_a_hidden_reference_and_cannot_be_isolated()
    {
        Page page = Added();
        Assert.Equal((2, false, 0), (page.Count, memory.Lru.TryIsolate(page), memory.Lru.Count));
        memory.Lru.Drain();
        Assert.Equal((1, true, 1), (page.Count, (page.Flags & PageFlags.Lru) != 0, memory.Lru.Count));
    }

    [Fact]
    public void A_full_batch_drains_itself()
    {
        Page[] pages = [.. Enumerable.Range(0, Lru.BatchSize).Select(_ => Added())];
        Assert.All(pages, page => Assert.Equal(1, page.Count));
        Assert.Equal(Lru.BatchSize, memory.Lru.Count);
    }

    [Fact]
    public void Draining_one_processor_leaves_the_batches_of_the_others()
    {
        Page page = Added();
        processor = 1;
        memory.Lru.Drain();
        Assert.Equal(2, page.Count);
        memory.Lru.DrainAll();
        Assert.Equal(1, page.Count);
    }

    [Fact]
    public void A_page_for_which_there_is_no_batch_keeps_its_references()
    {
        Page page = memory.Allocate();
        processor = -1;
        Assert.Throws<IndexOutOfRangeException>(() => memory.Lru.Add(page));
        Assert.Equal(1, page.Count);
    }

    [Fact]
    public void An_isolated_page_has_the_isolations_reference_and_is_nobody_elses()
    {
        Page page = Added();
        memory.Lru.Drain();
        Assert.True(memory.Lru.TryIsolate(page));
        Assert.Equal((2, 0, false), (page.Count, memory.Lru.Count, memory.Lru.TryIsolate(page)));
        memory.Lru.PutBack(page);
        memory.Lru.Drain();
        Assert.Equal((1, 1), (page.Count, memory.Lru.Count));
    }

    [Fact]
    public void A_freed_page_leaves_the_list()
    {
        Page[] pages = [Added(), Added(), Added()];
        memory.Lru.Drain();
        memory.Put(pages[1]);
        Assert.Equal((2, PageFlags.Buddy), (memory.Lru.Count, pages[1].Flags & (PageFlags.Lru | PageFlags.Buddy)));
        Assert.Equal([pages[0], pages[2]], Isolated());
    }

    [Fact]
    public void Hands_out_the_oldest_first()
    {
        Page[] pages = [Added(), Added(), Added()];
        memory.Lru.Drain();
        Assert.Equal(pages, Isolated());
    }

    [Fact]
    public void Refuses_device_pages()
    {
        using DevicePagemap map = new Driver().Register(memory, PagemapType.Coherent);
        Page page = map.Heads().First();
        map.Take(page);
        Assert.Throws<PageStateException>(() => memory.Lru.Add(page));
        Assert.False(memory.Lru.TryIsolate(page));
        memory.Unlock(page);
        memory.Put(page);
    }

    [Fact]
    public void Pages_come_and_go_on_many_threads_without_one_lost()
    {
        int free = memory.Zones.Sum(zone => zone.Free);
        Threads.Run(4, thread =>
        {
            for (int i = 0; i < 2000; i++)
            {
                Page page = memory.Allocate();
                memory.Lru.Add(page);
                if (i % 3 == 0)
                    memory.Lru.DrainAll();
                if (memory.Lru.TryIsolateOldest(out Page oldest))
                    memory.Lru.PutBack(oldest);
                memory.Put(page);
            }
        });
        memory.Lru.DrainAll();
        Assert.Equal((free, 0), (memory.Zones.Sum(zone => zone.Free), memory.Lru.Count));
    }

    Page Added()
    {
        Page page = memory.Allocate();
        memory.Lru.Add(page);
        return page;
    }

    IEnumerable<Page> Isolated()
    {
        while (memory.Lru.TryIsolateOldest(out Page page))
            yield return page;
    }
}
