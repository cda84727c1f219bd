namespace DevicePages.Tests;

/// <summary>A device with memory of its own that mirrors address spaces (the design of Linux's <c>lib/test_hmm.c</c>).</summary>
sealed class MirrorDevice : IPrivateMemoryOps
{
    readonly VirtualMemory system;
    readonly Lock gate = new();
    // The page that came back last goes out first.
    readonly Stack<Page> free = [];
    readonly PagemapType type;
    bool isRemoving;

    public MirrorDevice(VirtualMemory system, PagemapType type, PfnRange range)
    {
        (this.system, this.type) = (system, type);
        Map = system.Memory.CreatePagemap(new() { Type = type, Ops = this, Owner = this, Ranges = [range] });
        foreach (Page page in Map.Heads())
            free.Push(page);
    }

    public DevicePagemap Map { get; }

    public int Allocations { get; private set; }

    public int Frees { get; private set; }

    public Action<DriverStep, Page> Interpose { get; set; } = static (_, _) => { };

    /// <summary>Told before a page goes that a CPU touched: the device forgets it in its own table.</summary>
    public event Action<AddressSpace, long> Leaving = static (_, _) => { };

    public MigrationSelection Selection => type == PagemapType.Private ? MigrationSelection.DevicePrivate : MigrationSelection.DeviceCoherent;

    public bool TryAllocate(out Page page)
    {
        lock (gate)
        {
            if (isRemoving || !free.TryPop(out page))
            {
                page = default;
                return false;
            }
            Allocations++;
        }
        Map.Take(page);
        return true;
    }

    public void PageFree(Page page)
    {
        lock (gate)
        {
            Frees++;
            free.Push(page);
        }
        Interpose(DriverStep.PageFree, page);
    }

    public FaultResult MigrateToRam(CpuFault fault)
    {
        Interpose(DriverStep.MigrateToRam, fault.Page);
        Vma vma = ((VmaFault)fault).Vma;
        using DeviceMigration migration = DeviceMigration.OfRange(vma, fault.Address, fault.Address + PhysicalMemory.PageSize, Selection, this, fault.Page);
        Leaving(vma.Space, fault.Address);
        bool enough = CopyToSystem(migration);
        migration.Commit();
        return enough ? FaultResult.Done : FaultResult.OutOfMemory;
    }

    /// <summary>Allocates and copies; a slot for which there is no device page stays where it is.</summary>
    public void CopyToDevice(DeviceMigration migration, Action<long> forget)
    {
        foreach (ref MigrationSlot slot in migration.Slots)
        {
            if (!slot.Migrates || !TryAllocate(out Page page))
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
            if (!system.Memory.TryAllocate(AllocationZone.Movable, 0, out Page page))
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
