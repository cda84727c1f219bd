namespace DevicePages;

/// <summary>Takes permissions from page table entries (Linux <c>change_protection</c>). Those that a VMA gains are given by the next fault.</summary>
static class ProtectionChange
{
    public static void Apply(Vma vma)
    {
        foreach (PteTable table in vma.Space.PageTable.Between(vma.FirstPage, vma.EndPage))
            lock (table.Gate)
            {
                long from = Math.Max(vma.FirstPage, table.FirstPage), to = Math.Min(vma.EndPage, table.LastPage + 1);
                if (!table.Huge.IsNone && to - from == PteTable.Length)
                    table.Huge = Restrict(vma, table.Huge);
                else
                    RestrictSmall(vma, table, from, to);
            }
    }

    static void RestrictSmall(Vma vma, PteTable table, long from, long to)
    {
        if (!table.Huge.IsNone)
            HugePages.SplitEntry(vma.Space.System.Memory, table);
        for (long number = from; number < to; number++)
            table[number] = Restrict(vma, table[number]);
    }

    static Pte Restrict(Vma vma, Pte entry)
    {
        if (!vma.Permits(write: true))
            entry = entry.Without(PteFlags.Write);
        if (entry.Kind == PteKind.Present)
            entry = vma.Permits(write: false) ? entry.Without(PteFlags.NoAccess) : entry.With(PteFlags.NoAccess);
        return entry;
    }
}
