using System.Numerics;

namespace DevicePages;

/// <summary>A range of page frames with one kind of memory, and the buddy lists of those that are free (Linux <c>struct zone</c>). Thread-safe.</summary>
public sealed class Zone
{
    /// <summary>Pages of the largest block: 2 to the power of this.</summary>
    public const int MaxOrder = 10;

    const int End = -1;

    readonly Lock gate = new();
    readonly PageArray pages;
    readonly int[] lists = new int[MaxOrder + 1];
    int free;

    internal Zone(ZoneType type, PageArray pages, int start, int spanned)
    {
        Type = type;
        Start = start;
        Spanned = spanned;
        this.pages = pages;
        Array.Fill(lists, End);
    }

    /// <summary>The kind of memory.</summary>
    public ZoneType Type { get; }

    /// <summary>The first page frame.</summary>
    public int Start { get; }

    /// <summary>Page frames from first to last, holes included.</summary>
    public int Spanned { get; }

    /// <summary>Pages that were given to the page allocator. 0 in the device zone for ever, which keeps it out of every zonelist.</summary>
    public int Present { get; private set; }

    /// <summary>Pages that nobody uses.</summary>
    public int Free => Volatile.Read(ref free);

    /// <summary>Gives all pages to the allocator.</summary>
    internal void Online()
    {
        Present = Spanned;
        for (int pfn = Start; pfn < Start + Spanned; pfn++)
            pages[pfn].Initialize(Type, PageFlags.None, count: 0);
        Release(Start, Spanned);
    }

    /// <summary>Takes blocks of one order, as many as there are; side by side as far as they can be had so.</summary>
    /// <returns>How many.</returns>
    internal int Take(int order, Span<Page> blocks)
    {
        int taken = 0;
        lock (gate)
            for (int larger = order; larger <= MaxOrder && taken < blocks.Length;)
                if (lists[larger] is not End and int pfn)
                {
                    Unlink(pfn, larger);
                    int end = pfn + (1 << larger);
                    for (; pfn < end && taken < blocks.Length; pfn += 1 << order)
                        blocks[taken++] = pages[pfn];
                    free -= 1 << larger;
                    // What is left of a block merges with nothing: its buddies are taken.
                    LinkAll(pfn, end - pfn, merge: false);
                }
                else
                    larger++;
        return taken;
    }

    internal void Release(int pfn, int count)
    {
        lock (gate)
            LinkAll(pfn, count, merge: true);
    }

    // In the largest blocks that there are.
    void LinkAll(int pfn, int count, bool merge)
    {
        free += count;
        for (int order; count > 0; pfn += 1 << order, count -= 1 << order)
        {
            order = Math.Min(Math.Min(BitOperations.TrailingZeroCount(pfn - Start), BitOperations.Log2((uint)count)), MaxOrder);
            if (merge)
                LinkMerged(pfn, order);
            else
                Link(pfn, order);
        }
    }

    // With its buddy, and that one's buddy, as far as those are free.
    void LinkMerged(int pfn, int order)
    {
        for (; order < MaxOrder; order++)
        {
            int buddy = (pfn - Start ^ 1 << order) + Start;
            if (!IsFreeBlock(buddy, order))
                break;
            Unlink(buddy, order);
            pfn = Math.Min(pfn, buddy);
        }
        Link(pfn, order);
    }

    unsafe bool IsFreeBlock(int pfn, int order) =>
        pfn >= Start && pfn + (1 << order) <= Start + Spanned && (pages[pfn].Flags & PageFlags.Buddy) != 0 && pages[pfn].Descriptor->Order == order;

    // Not atomic, here and below: nobody refers to a free page, and its lock, that others wait for without, is free.
    unsafe void Link(int pfn, int order)
    {
        PageDescriptor* block = pages[pfn].Descriptor;
        (block->Order, block->Previous, block->Next) = (order, End, lists[order]);
        if (block->Next != End)
            pages[block->Next].Descriptor->Previous = pfn;
        lists[order] = pfn;
        block->Flags |= (uint)PageFlags.Buddy;
    }

    unsafe void Unlink(int pfn, int order)
    {
        PageDescriptor* block = pages[pfn].Descriptor;
        if (block->Previous == End)
            lists[order] = block->Next;
        else
            pages[block->Previous].Descriptor->Next = block->Next;
        if (block->Next != End)
            pages[block->Next].Descriptor->Previous = block->Previous;
        block->Flags &= ~(uint)PageFlags.Buddy;
    }
}
