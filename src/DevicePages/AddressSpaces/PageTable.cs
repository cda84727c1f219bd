using System.Collections.Concurrent;

namespace DevicePages;

/// <summary>The page tables of an address space. Tables come with the first use and stay until the end.</summary>
sealed class PageTable
{
    readonly ConcurrentDictionary<long, PteTable> tables = new();

    public PteTable? Find(long page) => tables.GetValueOrDefault(page >> PteTable.Order);

    public PteTable Ensure(long page) => tables.GetOrAdd(page >> PteTable.Order, static number => new(number << PteTable.Order));

    /// <summary>The tables with any of some pages, in order.</summary>
    public IEnumerable<PteTable> Between(long first, long end)
    {
        for (long number = first >> PteTable.Order; number <= end - 1 >> PteTable.Order; number++)
            if (tables.TryGetValue(number, out PteTable? table))
                yield return table;
    }
}
