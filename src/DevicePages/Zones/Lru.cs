namespace DevicePages;

/// <summary>The pages that reclaim may look at, oldest first, and the per-CPU batches in front of the list (Linux <c>lruvec</c> and <c>folio_batch</c>). Thread-safe.</summary>
/// <remarks>A page in a batch has one reference more than its users hold: who compares counts drains first. Device pages never get in.</remarks>
public sealed class Lru
{
    /// <summary>Pages that a CPU collects before it takes the list's lock (<c>PAGEVEC_SIZE</c>).</summary>
    public const int BatchSize = 15;

    const int End = -1;

    readonly Lock gate = new();
    readonly PhysicalMemory memory;
    readonly Func<int> processor;
    readonly List<Page>[] batches;
    int oldest = End, newest = End, count;

    internal Lru(PhysicalMemory memory, int processors, Func<int> processor)
    {
        this.memory = memory;
        this.processor = processor;
        batches = [.. Enumerable.Range(0, processors).Select(_ => new List<Page>(BatchSize))];
    }

    /// <summary>Pages in the list; those in batches are not.</summary>
    public int Count => Volatile.Read(ref count);

    List<Page> BatchOfThisProcessor => batches[processor() % batches.Length];

    /// <summary>Puts a page into the batch of this CPU, which takes a reference of its own (<c>folio_add_lru</c>).</summary>
    /// <param name="page">A head page of system memory, not in the list, of which the caller holds a reference.</param>
    /// <exception cref="PageStateException">It is a device page.</exception>
    /// <exception cref="IndexOutOfRangeException"><see cref="PhysicalMemoryOptions.CurrentProcessor"/> gave a negative number; nothing was done.</exception>
    public void Add(Page page)
    {
        if (page.IsZoneDevice)
            throw new PageStateException("A device page must never be on the LRU: its driver, not reclaim, decides about it.");
        // First, since what tells the CPU is not ours and may throw.
        List<Page> batch = BatchOfThisProcessor;
        memory.Get(page);
        Page[] full = [];
        lock (batch)
        {
            batch.Add(page);
            if (batch.Count == BatchSize)
                full = Empty(batch);
        }
        LinkAll(full);
    }

    /// <summary>Takes a page out of the list, with a reference (<c>folio_isolate_lru</c>).</summary>
    /// <param name="page">A head page of which the caller holds a reference.</param>
    /// <returns>It was in the list. It is not while it sits in a batch, is isolated by somebody else, or is a device page.</returns>
    public bool TryIsolate(Page page)
    {
        lock (gate)
        {
            if (!TryUnlink(page))
                return false;
            memory.Get(page);
            return true;
        }
    }

    /// <summary>Takes the oldest page out of the list, with a reference, for reclaim to look at.</summary>
    /// <param name="page">The page.</param>
    /// <returns>There was one.</returns>
    public bool TryIsolateOldest(out Page page)
    {
        lock (gate)
        {
            // A count of zero is a page on its way out, which its last user is about to unlink.
            for (int pfn = oldest; pfn != End; pfn = NextOf(page))
            {
                page = memory.PageAt(pfn);
                if (!page.TryGet())
                    continue;
                page.Clear(PageFlags.Lru);
                Unlink(page);
                return true;
            }
        }
        page = default;
        return false;
    }

    /// <summary>Gives back an isolated page: into a batch, and without the isolation's reference (<c>folio_putback_lru</c>).</summary>
    /// <param name="page">A page from <see cref="TryIsolate"/>.</param>
    public void PutBack(Page page)
    {
        Add(page);
        memory.Put(page);
    }

    /// <summary>Empties the batch of this CPU into the list (<c>lru_add_drain</c>).</summary>
    public void Drain() => Drain(BatchOfThisProcessor);

    /// <summary>Empties the batches of all CPUs into the list (<c>lru_add_drain_all</c>).</summary>
    public void DrainAll()
    {
        foreach (List<Page> batch in batches)
            Drain(batch);
    }

    internal void Remove(Page page)
    {
        lock (gate)
            TryUnlink(page);
    }

    /// <summary>Locks the list, for several <see cref="TryUnlink"/> or <see cref="Link"/>.</summary>
    internal Lock.Scope Hold() => gate.EnterScope();

    /// <summary>Takes a page out of the locked list. It needs a reference of the caller's from now on.</summary>
    internal bool TryUnlink(Page page)
    {
        if (!page.TestClear(PageFlags.Lru))
            return false;
        Unlink(page);
        return true;
    }

    /// <summary>Puts a page of system memory, of which the caller holds a reference, at the young end of the locked list.</summary>
    internal void Link(Page page)
    {
        if (!page.TestSet(PageFlags.Lru))
            Append(page);
    }

    void Drain(List<Page> batch)
    {
        Page[] pages;
        lock (batch)
            pages = Empty(batch);
        LinkAll(pages);
    }

    static Page[] Empty(List<Page> batch)
    {
        Page[] pages = [.. batch];
        batch.Clear();
        return pages;
    }

    void LinkAll(Page[] pages)
    {
        foreach (Page page in pages)
        {
            lock (gate)
                Link(page);
            memory.Put(page);
        }
    }

    unsafe int NextOf(Page page) => page.Descriptor->Next;

    unsafe void Append(Page page)
    {
        int pfn = memory.PfnOf(page);
        (page.Descriptor->Previous, page.Descriptor->Next) = (newest, End);
        if (newest == End)
            oldest = pfn;
        else
            memory.PageAt(newest).Descriptor->Next = pfn;
        newest = pfn;
        count++;
    }

    unsafe void Unlink(Page page)
    {
        (int previous, int next) = (page.Descriptor->Previous, page.Descriptor->Next);
        if (previous == End)
            oldest = next;
        else
            memory.PageAt(previous).Descriptor->Next = next;
        if (next == End)
            newest = previous;
        else
            memory.PageAt(next).Descriptor->Previous = previous;
        count--;
    }
}
