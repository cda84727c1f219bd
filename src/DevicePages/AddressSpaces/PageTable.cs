namespace DevicePages;

/// <summary>The page tables of an address space. Tables come with the first use and stay until the end; to find one takes no lock.</summary>
/// <remarks>Addresses are given out upwards from the second table on, so that the directory has few gaps.</remarks>
sealed class PageTable
{
    readonly Lock gate = new();
    PteTable?[] directory = new PteTable?[8];

    public PteTable? Find(long page)
    {
        PteTable?[] tables = Volatile.Read(ref directory);
        long number = page >> PteTable.Order;
        return (ulong)number < (ulong)tables.Length ? Volatile.Read(ref tables[number]) : null;
    }

    public PteTable Ensure(long page) => Find(page) ?? Add(page >> PteTable.Order);

    /// <summary>The tables with any of some pages, in order.</summary>
    public IEnumerable<PteTable> Between(long first, long end)
    {
        for (long page = first; page < end; page = PteTable.EndOf(page))
            if (Find(page) is { } table)
                yield return table;
    }

    PteTable Add(long number)
    {
        lock (gate)
        {
            if (number >= directory.Length)
            {
                PteTable?[] larger = new PteTable?[number * 2];
                directory.CopyTo(larger, 0);
                Volatile.Write(ref directory, larger);
            }
            PteTable table = directory[number] ?? new(number << PteTable.Order);
            Volatile.Write(ref directory[number], table);
            return table;
        }
    }
}
