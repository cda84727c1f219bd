namespace DevicePages;

/// <summary>Takes permissions from page table entries (Linux <c>change_protection</c>). Those that a VMA gains are given by the next fault.</summary>
static class ProtectionChange
{
    public static void Apply(Vma vma)
    {
        foreach (PteTable table in vma.Space.PageTable.Between(vma.FirstPage, vma.EndPage))
            lock (table.Gate)
            {
                table.Huge = Restrict(vma, table.Huge);
                for (long number = Math.Max(vma.FirstPage, table.FirstPage); number < Math.Min(vma.EndPage, table.LastPage + 1); number++)
                    table[number] = Restrict(vma, table[number]);
            }
    }

    static Pte Restrict(Vma vma, Pte entry)
    {
        if (entry.IsNone)
            return entry;
        if (!vma.Permits(write: true))
            entry = entry.Without(PteFlags.Write);
        if (entry.Kind == PteKind.Present)
            entry = vma.Permits(write: false) ? entry.Without(PteFlags.NoAccess) : entry.With(PteFlags.NoAccess);
        return entry;
    }
}
