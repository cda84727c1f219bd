namespace DevicePages;

/// <summary>Takes page table entries away, whatever they stand for (Linux <c>zap_page_range</c>).</summary>
static class Zap
{
    public static void Range(Vma vma, long first, long end, PageBatch batch)
    {
        if (first >= end)
            return;
        foreach (PteTable table in vma.Space.PageTable.Between(first, end))
        {
            long from = Math.Max(first, table.FirstPage), to = Math.Min(end, table.LastPage + 1);
            if (to - from == PteTable.Length && TryZapHuge(vma, table, batch))
                continue;
            using (HugePages.LockSmall(vma.Space.System, table))
                ZapSmall(vma, table, from, to, batch);
        }
    }

    static bool TryZapHuge(Vma vma, PteTable table, PageBatch batch)
    {
        lock (table.Gate)
        {
            Pte entry = table.ClearHuge();
            if (entry.IsMapping)
                Drop(vma.Space.System.Memory.PageAt(entry.Pfn), entry, batch);
            if (!entry.IsNone)
                vma.Space.AddResident(-PteTable.Length);
            return !entry.IsNone;
        }
    }

    static void ZapSmall(Vma vma, PteTable table, long from, long to, PageBatch batch)
    {
        VirtualMemory system = vma.Space.System;
        int resident = 0;
        for (long number = from; number < to; number++)
        {
            Pte entry = table.Clear(number);
            if (entry.IsMapping)
                Drop(system.Memory.PageAt(entry.Pfn).Head, entry, batch);
            else if (entry.Kind == PteKind.Swap)
                system.Swap.Put(entry.Pfn);
            // Of a migration entry the references are the migration's, which will not find it any more.
            if (entry.IsMapping || entry.Kind == PteKind.Migration)
                resident++;
        }
        vma.Space.AddResident(-resident);
    }

    static void Drop(Page head, Pte entry, PageBatch batch)
    {
        if (entry.Has(PteFlags.Dirty))
            head.Set(PageFlags.Dirty);
        head.DecrementMapCount();
        batch.Add(head);
    }
}
