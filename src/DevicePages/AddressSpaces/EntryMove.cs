namespace DevicePages;

/// <summary>Moves page table entries from one VMA to another that is as long (Linux <c>move_page_tables</c>).</summary>
static class EntryMove
{
    public static void Apply(Vma from, Vma to)
    {
        // A walk over the mappings of a page must not look at the new place before an entry came there, and at the old one after it left.
        using Vma.Gates gates = from.LockReverseMappings();
        long distance = to.FirstPage - from.FirstPage;
        foreach (PteTable old in from.Space.PageTable.Between(from.FirstPage, from.EndPage))
        {
            PteTable fresh = to.Space.PageTable.Ensure(old.FirstPage + distance);
            lock (old.Gate)
                lock (fresh.Gate)
                    Move(from, old, fresh, distance);
        }
    }

    static void Move(Vma vma, PteTable old, PteTable fresh, long distance)
    {
        if (!old.Huge.IsNone)
            fresh.Huge = old.ClearHuge();
        for (long number = Math.Max(vma.FirstPage, old.FirstPage); number < Math.Min(vma.EndPage, old.LastPage + 1); number++)
            fresh[number + distance] = old.Clear(number);
    }
}
