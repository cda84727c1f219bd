using DevicePages;

namespace Benchmarks.DevicePages;

/// <summary>Anonymous memory, in pages of one order, that migrates to a device and back.</summary>
sealed class Commuter
{
    const int HugeSize = 1 << 21;

    readonly int order;
    readonly int bytes;
    readonly PhysicalMemory memory;
    readonly FreePages driver;
    readonly AddressSpace space;
    readonly long address;
    readonly Page[] fresh;

    public Commuter(int bytes, int order)
    {
        (this.bytes, this.order) = (bytes, order);
        int pages = bytes / PhysicalMemory.PageSize;
        memory = new PhysicalMemory<P4c>(new() { NormalPages = 512, MovablePages = pages * 2 + 512, DevicePages = pages });
        driver = new(memory, PagemapType.Private, memory.DeviceRange, order);
        space = new VirtualMemory(memory).CreateAddressSpace();
        address = (space.MapAnonymous(bytes + HugeSize, PageProtection.Read | PageProtection.Write) + HugeSize - 1) & -HugeSize;
        if (order > 0)
            space.Advise(address, bytes, MemoryAdvice.HugePage);
        space.Write(address, new byte[bytes]);
        fresh = new Page[pages >> order];
    }

    public void ThereAndBack()
    {
        Move(MigrationSelection.System, toDevice: true);
        Move(MigrationSelection.DevicePrivate, toDevice: false);
    }

    void Move(MigrationSelection selection, bool toDevice)
    {
        using MmapReadLock held = space.LockForReading();
        using DeviceMigration migration = DeviceMigration.OfRange(space.Find(address)!, address, address + bytes, selection | MigrationSelection.Compound, driver);
        int used = 0, allocated = toDevice ? driver.Take(fresh) : memory.Allocate(AllocationZone.Movable, order, fresh, locked: true);
        foreach (ref MigrationSlot slot in migration.Slots)
            if (slot.Migrates && !slot.Source.IsNull && used < allocated)
                slot.Destination = fresh[used++];
        Copy(migration.Slots, toDevice);
        migration.Commit();
        int moved = 0;
        foreach (ref MigrationSlot slot in migration.Slots)
            if (slot.Migrates)
                moved += PhysicalMemory.PageSize << order;
        if (moved != bytes)
            throw new InvalidOperationException($"{moved} of {bytes} bytes were migrated.");
    }

    // What lies side by side at both ends is one transfer.
    void Copy(Span<MigrationSlot> slots, bool toDevice)
    {
        for (int i = 0, length; i < slots.Length; i += length)
        {
            (Page source, Page destination) = (slots[i].Source, slots[i].Destination);
            length = 1 << order;
            while (i + length < slots.Length && Follows(slots[i + length].Source, source, length) && Follows(slots[i + length].Destination, destination, length))
                length += 1 << order;
            if (toDevice)
                memory.Bytes(source, length >> order).CopyTo(driver.Map.DeviceBytes(destination, length >> order));
            else
                driver.Map.DeviceBytes(source, length >> order).CopyTo(memory.Bytes(destination, length >> order));
        }
    }

    bool Follows(Page page, Page first, int distance) => !page.IsNull && memory.PfnOf(page) == memory.PfnOf(first) + distance;
}
