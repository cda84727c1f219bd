namespace DevicePages.Tests;

/// <summary>A device with memory of its own that mirrors address spaces (the design of Linux's <c>lib/test_hmm.c</c>).</summary>
sealed class MirrorDevice : IPrivateMemoryOps
{
    readonly VirtualMemory system;
    readonly Lock gate = new();
    // The page that came back last goes out first.
    readonly Stack<Page> free = [];
    readonly Stack<Page> freeLarge = [];
    readonly PagemapType type;
    bool isRemoving;

    /// <param name="system">Where its pages are mapped.</param>
    /// <param name="type">The kind of its memory.</param>
    /// <param name="range">Its memory.</param>
    /// <param name="largePages">So many pages of 2 MiB in front.</param>
    public MirrorDevice(VirtualMemory system, PagemapType type, PfnRange range, int largePages = 0)
    {
        (this.system, this.type) = (system, type);
        Map = system.Memory.CreatePagemap(new()
        {
            Type = type,
            Ops = this,
            Owner = this,
            Ranges = [range],
            Memory = range => new InterposedMemory(range) { OnAccess = () => Interpose(DriverStep.Accessed, default) },
        });
        foreach (Page page in Map.Heads().Skip(largePages << PteTable.Order))
            free.Push(page);
        for (int i = 0; i < largePages; i++)
            freeLarge.Push(system.Memory.PageAt(range.Start + (i << PteTable.Order)));
        HasLargePages = largePages > 0;
    }

    public DevicePagemap Map { get; }

    public bool HasLargePages { get; }

    /// <summary>Pages taken so far.</summary>
    public int Allocations { get; private set; }

    /// <summary>Pages that came back so far.</summary>
    public int Frees { get; private set; }

    public Action<DriverStep, Page> Interpose { get; set; } = static (_, _) => { };

    /// <summary>Told before a page goes that a CPU touched: the device forgets it in its own table.</summary>
    public event Action<AddressSpace, long> Leaving = static (_, _) => { };

    public MigrationSelection Selection => type == PagemapType.Private ? MigrationSelection.DevicePrivate : MigrationSelection.DeviceCoherent;

    public bool TryAllocate(out Page page, int order = 0)
    {
        lock (gate)
        {
            if (isRemoving || !(order == 0 ? free : freeLarge).TryPop(out page))
            {
                page = default;
                return false;
            }
            Allocations += 1 << order;
        }
        Map.Take(page, order);
        page.DriverData = order;
        return true;
    }

    public void Split(Page head, int order) => head.DriverData = 0;

    public void PageFree(Page page)
    {
        lock (gate)
        {
            Frees += 1 << (int)page.DriverData;
            (page.DriverData == 0 ? free : freeLarge).Push(page);
        }
        Interpose(DriverStep.PageFree, page);
    }

    public FaultResult MigrateToRam(CpuFault fault)
    {
        Interpose(DriverStep.MigrateToRam, fault.Page);
        Vma vma = ((VmaFault)fault).Vma;
        long large = PhysicalMemory.PageSize << fault.Page.Order;
        // Without a large page to bring it to, the page is split, and what was touched comes back alone.
        bool enough = large > PhysicalMemory.PageSize && TryMigrateToRam(vma, fault.Address / large * large, large, fault.Page)
            || TryMigrateToRam(vma, fault.Address, PhysicalMemory.PageSize, fault.Page);
        return enough ? FaultResult.Done : FaultResult.OutOfMemory;
    }

    bool TryMigrateToRam(Vma vma, long address, long length, Page faultPage)
    {
        using DeviceMigration migration = DeviceMigration.OfRange(vma, address, address + length, Selection | MigrationSelection.Compound, this, faultPage);
        foreach (MigrationSlot slot in migration.Slots)
            Leaving(vma.Space, slot.Address);
        bool enough = CopyToSystem(migration);
        migration.Commit();
        return enough;
    }

    /// <summary>Allocates and copies; a slot for which there is no device page stays where it is.</summary>
    public void CopyToDevice(DeviceMigration migration, Action<long> forget)
    {
        foreach (ref MigrationSlot slot in migration.Slots)
        {
            if (!slot.Migrates || !TryAllocate(out Page page, slot.Source.IsNull ? 0 : slot.Source.Order))
                continue;
            // Nothing is lost if a test throws from here on: the migration drops what it was handed.
            slot.Destination = page;
            Interpose(DriverStep.Allocated, page);
            forget(slot.Address);
            if (slot.Source.IsNull)
                Map.DeviceBytes(page).Clear();
            else
                Bytes(slot.Source).CopyTo(Map.DeviceBytes(page));
            Interpose(DriverStep.Copied, page);
        }
    }

    public bool CopyToSystem(DeviceMigration migration)
    {
        foreach (ref MigrationSlot slot in migration.Slots)
        {
            if (!slot.Migrates)
                continue;
            if (!system.Memory.TryAllocate(AllocationZone.Movable, slot.Source.Order, out Page page))
                return false;
            page.TryLock();
            slot.Destination = page;
            Interpose(DriverStep.Allocated, page);
            Bytes(slot.Source).CopyTo(system.Memory.Bytes(page));
            Interpose(DriverStep.Copied, page);
        }
        return true;
    }

    /// <summary>Brings all pages back and removes the memory.</summary>
    public void Remove()
    {
        lock (gate)
            isRemoving = true;
        while (InUse > 0)
        {
            using DeviceMigration migration = DeviceMigration.OfPages(system, Map.Heads());
            CopyToSystem(migration);
            migration.Commit();
        }
        Map.Dispose();
    }

    public int InUse
    {
        get
        {
            lock (gate)
                return Allocations - Frees;
        }
    }

    public Span<byte> Bytes(Page page) => page.IsZoneDevice && ReferenceEquals(system.Memory.PagemapOf(page), Map) ? Map.DeviceBytes(page) : system.Memory.Bytes(page);
}
