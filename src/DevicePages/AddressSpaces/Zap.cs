namespace DevicePages;

/// <summary>Takes page table entries away, whatever they stand for (Linux <c>zap_page_range</c>).</summary>
static class Zap
{
    public static void Range(Vma vma, long first, long end, PageBatch batch)
    {
        if (first >= end)
            return;
        foreach (PteTable table in vma.Space.PageTable.Between(first, end))
            lock (table.Gate)
            {
                long from = Math.Max(first, table.FirstPage), to = Math.Min(end, table.LastPage + 1);
                if (!table.Huge.IsNone && to - from == PteTable.Length)
                    ZapHuge(vma, table, batch);
                else
                    ZapSmall(vma, table, from, to, batch);
            }
    }

    static void ZapHuge(Vma vma, PteTable table, PageBatch batch)
    {
        Drop(vma.Space.System.Memory.PageAt(table.Huge.Pfn), table.Huge, batch);
        table.Huge = default;
        vma.Space.AddResident(-PteTable.Length);
    }

    static void ZapSmall(Vma vma, PteTable table, long from, long to, PageBatch batch)
    {
        VirtualMemory system = vma.Space.System;
        if (!table.Huge.IsNone)
            HugePages.SplitEntry(system.Memory, table);
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
