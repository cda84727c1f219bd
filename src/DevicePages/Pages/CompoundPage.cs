namespace DevicePages;

/// <summary>Makes one page of several that follow each other, whose references are kept in the first, and several of one (Linux <c>prep_compound_page</c>, <c>split_page</c>).</summary>
static unsafe class CompoundPage
{
    /// <summary>The page is no other's tail, and those behind it are single and have the count of idle ones. What the head counts is for the caller to see.</summary>
    public static bool CanBeMade(Page head, int order, int idle)
    {
        for (int i = 1; i < 1 << order; i++)
            if (Tail(head, i) is var tail && (tail.IsTail || tail.Count != idle))
                return false;
        return !head.IsTail;
    }

    public static void Make(Page head, int order)
    {
        head.Descriptor->Order = order;
        for (int i = 1; i < 1 << order; i++)
            Volatile.Write(ref Tail(head, i).Descriptor->CompoundHead, (nint)head.Descriptor + 1);
        head.Set(PageFlags.Head);
    }

    public static void Dissolve(Page head, int order)
    {
        head.Clear(PageFlags.Head);
        for (int i = 1; i < 1 << order; i++)
            Volatile.Write(ref Tail(head, i).Descriptor->CompoundHead, 0);
    }

    public static bool TrySplit(Page head, int expected)
    {
        int order = head.Order;
        if (!head.TryFreeze(expected))
            return false;
        Dissolve(head, order);
        for (int i = 1; i < 1 << order; i++)
            Tail(head, i).Unfreeze(1);
        head.Unfreeze(1);
        return true;
    }

    static Page Tail(Page head, int distance) => new(head.Descriptor + distance);
}
