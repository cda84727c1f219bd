namespace DevicePages;

/// <summary>Makes accesses fault now and then, to move pages to where they are used (Linux NUMA balancing). The zones of system memory stand for nodes. Thread-safe.</summary>
public sealed class NumaBalancing : IDisposable
{
    readonly VirtualMemory system;
    readonly AllocationZone home;
    int hints;

    /// <summary>Switches balancing on.</summary>
    /// <param name="system">The address spaces.</param>
    /// <param name="home">Where pages should be.</param>
    public NumaBalancing(VirtualMemory system, AllocationZone home)
    {
        (this.system, this.home) = (system, home);
        system.Numa = this;
    }

    /// <summary>Faults taken.</summary>
    public int Hints => Volatile.Read(ref hints);

    /// <summary>Makes the next access to each ordinary page fault (<c>change_prot_numa</c>).</summary>
    /// <param name="space">The address space.</param>
    /// <returns>Pages that will.</returns>
    public int Scan(AddressSpace space)
    {
        int marked = 0;
        using MmapReadLock reading = space.LockForReading();
        foreach (Vma vma in space.Vmas)
            if (vma.Permits(write: false) && !vma.IsSpecial)
                foreach (PteTable table in space.PageTable.Between(vma.FirstPage, vma.EndPage))
                    lock (table.Gate)
                        marked += Scan(vma, table);
        return marked;
    }

    /// <summary>Switches balancing off.</summary>
    public void Dispose() => system.Numa = null;

    internal void OnHint(Page page)
    {
        Interlocked.Increment(ref hints);
        ZoneType wanted = home == AllocationZone.Movable ? ZoneType.Movable : ZoneType.Normal;
        if (!page.IsZoneDevice && page.Zone != wanted)
            PageMigration.Move(system, page, home);
    }

    int Scan(Vma vma, PteTable table)
    {
        int marked = 0;
        for (long number = Math.Max(vma.FirstPage, table.FirstPage); number < Math.Min(vma.EndPage, table.LastPage + 1); number++)
        {
            Pte entry = table[number];
            if (entry.Kind != PteKind.Present || entry.IsZeroPage || !MappedPages.IsOrdinary(system.Memory.PageAt(entry.Pfn)))
                continue;
            table[number] = entry.With(PteFlags.NoAccess);
            marked++;
        }
        return marked;
    }
}
