using BenchmarkDotNet.Attributes;
using DevicePages;

namespace Benchmarks.DevicePages;

/// <summary>Anonymous memory to a device and back, page by page, against copying as many bytes in one go.</summary>
public unsafe class Migration
{
    PhysicalMemory memory = null!;
    AddressSpace space = null!;
    FreeStack driver = null!;
    long address;
    byte[] here = [], there = [];

    [Params(1 << 19, 1 << 21, 1 << 24)]
    public int Bytes { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        int pages = Bytes / PhysicalMemory.PageSize;
        memory = new PhysicalMemory<P4c>(new() { NormalPages = 64, MovablePages = pages * 2, DevicePages = pages });
        driver = new(memory, PagemapType.Private, memory.DeviceRange);
        space = new VirtualMemory(memory).CreateAddressSpace();
        address = space.MapAnonymous(Bytes, PageProtection.Read | PageProtection.Write);
        here = GC.AllocateUninitializedArray<byte>(Bytes, pinned: true);
        there = GC.AllocateUninitializedArray<byte>(Bytes, pinned: true);
        Random.Shared.NextBytes(here);
        space.Write(address, here);
    }

    [Benchmark(Description = "Buffer.MemoryCopy there and back", Baseline = true)]
    public void Copy()
    {
        fixed (byte* from = here, to = there)
        {
            Buffer.MemoryCopy(from, to, Bytes, Bytes);
            Buffer.MemoryCopy(to, from, Bytes, Bytes);
        }
    }

    [Benchmark(Description = "migration there and back")]
    public void Migrate()
    {
        Move(MigrationSelection.System, toDevice: true);
        Move(MigrationSelection.DevicePrivate, toDevice: false);
    }

    void Move(MigrationSelection selection, bool toDevice)
    {
        using MmapReadLock held = space.LockForReading();
        using DeviceMigration migration = DeviceMigration.OfRange(space.Find(address)!, address, address + Bytes, selection, driver);
        int moved = 0;
        foreach (ref MigrationSlot slot in migration.Slots)
        {
            if (!slot.Migrates || !(toDevice ? driver.TryTake(out Page page) : TryAllocate(out page)))
                continue;
            slot.Destination = page;
            Span<byte> bytes = slot.Source.IsZoneDevice ? driver.Map.DeviceBytes(slot.Source) : memory.Bytes(slot.Source);
            bytes.CopyTo(toDevice ? driver.Map.DeviceBytes(page) : memory.Bytes(page));
            moved++;
        }
        migration.Commit();
        if (migration.Count != moved || moved * PhysicalMemory.PageSize != Bytes)
            throw new InvalidOperationException($"{migration.Count} pages of {moved} were migrated.");
    }

    bool TryAllocate(out Page page) => memory.TryAllocate(AllocationZone.Movable, 0, out page) && page.TryLock();
}
