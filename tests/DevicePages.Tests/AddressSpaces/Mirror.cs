namespace DevicePages.Tests;

/// <summary>An address space as a device sees it: what <c>open</c> of its node gives a process. The mirror holds no references.</summary>
sealed class Mirror : IDisposable
{
    const int ChunkPages = 64;
    const int PageSize = PhysicalMemory.PageSize;

    readonly AddressSpace space;
    readonly MirrorDevice device;
    readonly object owner;
    readonly IntervalNotifier notifier;
    readonly Lock gate = new();
    readonly Dictionary<long, Entry> entries = [];

    /// <param name="space">The process.</param>
    /// <param name="device">Its memory, or null under a protocol that has none.</param>
    public Mirror(AddressSpace space, MirrorDevice? device)
    {
        this.space = space;
        this.device = device!;
        owner = (object?)device ?? this;
        notifier = new(space, 0, long.MaxValue, Invalidate);
        if (device is not null)
            device.Leaving += ForgetIn;
    }

    public CommandResult Read(long address, Span<byte> into)
    {
        int faults = 0;
        for (int done = 0; ;)
        {
            done += ReadMapped(address + done, into[done..], out bool missing);
            if (!missing)
                return new(Errno.None, into.Length / PageSize, faults);
            faults++;
            if (Fault(address + done, (into.Length - done) / PageSize, write: false) is var error and not Errno.None)
                return new(error, done / PageSize, faults);
        }
    }

    public CommandResult Write(long address, ReadOnlySpan<byte> from)
    {
        int faults = 0;
        for (int done = 0; ;)
        {
            done += WriteMapped(address + done, from[done..], out bool missing);
            if (!missing)
                return new(Errno.None, from.Length / PageSize, faults);
            faults++;
            if (Fault(address + done, (from.Length - done) / PageSize, write: true) is var error and not Errno.None)
                return new(error, done / PageSize, faults);
        }
    }

    /// <summary>Migrates to the device, and reads back what is there now.</summary>
    public CommandResult MigrateToDevice(long address, Span<byte> into)
    {
        using (space.LockForReading())
            if (EachChunk(address, into.Length / PageSize, MigrateChunk) is var error and not Errno.None)
                return new(error);
        int done = ReadMapped(address, into, out bool missing);
        return new(missing ? Errno.ENOENT : Errno.None, done / PageSize);
    }

    public CommandResult MigrateToSystem(long address, int pages)
    {
        int moved = 0;
        using (space.LockForReading())
            return new(EachChunk(address, pages, (vma, start, end) =>
            {
                using DeviceMigration migration = DeviceMigration.OfRange(vma, start, end, device.Selection, device);
                foreach (MigrationSlot slot in migration.Slots)
                    if (slot.Migrates)
                        Forget(slot.Address);
                device.CopyToSystem(migration);
                migration.Commit();
                moved += migration.Count;
            }), moved);
    }

    public Snapshot[] TakeSnapshot(long address, int pages)
    {
        var result = new Snapshot[pages];
        HmmRange range = new(notifier, address, pages, owner);
        Look(range, HmmFlags.None, () =>
        {
            for (int i = 0; i < result.Length; i++)
                result[i] = Describe(range.Pages[i]);
        });
        return result;
    }

    public CommandResult MakeExclusive(long address, Span<byte> into)
    {
        using (space.LockForReading())
            for (int i = 0; i < into.Length / PageSize; i++)
            {
                long at = address + (long)i * PageSize;
                if (!DeviceExclusive.TryMake(space, at, owner, out Page page))
                    return new(Errno.EINVAL, i);
                lock (gate)
                    entries[at / PageSize] = new(page, Writable: true, Atomic: true);
                space.System.Memory.Unlock(page);
                space.System.Memory.Put(page);
            }
        int done = ReadMapped(address, into, out bool missing);
        return new(missing ? Errno.ENOENT : Errno.None, done / PageSize);
    }

    public Errno CheckExclusive(long address, int pages)
    {
        lock (gate)
            return entries.Any(entry => entry.Value.Atomic && entry.Key >= address / PageSize && entry.Key < address / PageSize + pages) ? Errno.EPERM : Errno.None;
    }

    public void Dispose()
    {
        notifier.Dispose();
        if (device is not null)
            device.Leaving -= ForgetIn;
    }

    void ForgetIn(AddressSpace other, long address)
    {
        if (other == space)
            Forget(address);
    }

    int ReadMapped(long address, Span<byte> into, out bool missing)
    {
        int done = 0;
        lock (gate)
            for (; done < into.Length && entries.TryGetValue((address + done) / PageSize, out Entry entry); done += PageSize)
                Bytes(entry.Page).CopyTo(into[done..]);
        missing = done < into.Length;
        return done;
    }

    int WriteMapped(long address, ReadOnlySpan<byte> from, out bool missing)
    {
        int done = 0;
        lock (gate)
            for (; done < from.Length && entries.TryGetValue((address + done) / PageSize, out Entry entry) && entry.Writable; done += PageSize)
            {
                from.Slice(done, PageSize).CopyTo(Bytes(entry.Page));
                entry.Page.Head.Set(PageFlags.Dirty);
            }
        missing = done < from.Length;
        return done;
    }

    Span<byte> Bytes(Page page) => (device is null ? space.System.Memory.Bytes(page) : device.Bytes(page))[..PageSize];

    Errno Fault(long address, int pages, bool write)
    {
        for (int done = 0; done < pages; done += ChunkPages)
        {
            long start = address + (long)done * PageSize;
            HmmRange range = new(notifier, start, Math.Min(ChunkPages, pages - done), owner);
            Errno error = Look(range, write ? HmmFlags.Valid | HmmFlags.Write : HmmFlags.Valid, () =>
            {
                for (int i = 0; i < range.Pages.Length; i++)
                    entries[start / PageSize + i] = new(range.Pages[i].Page, (range.Pages[i].Flags & HmmFlags.Write) != 0, Atomic: false);
            });
            if (error != Errno.None)
                return error;
        }
        return Errno.None;
    }

    Errno Look(HmmRange range, HmmFlags request, Action use)
    {
        while (true)
        {
            long sequence = notifier.ReadBegin();
            HmmResult result;
            using (space.LockForReading())
                result = range.Fault(sequence, request);
            switch (result)
            {
                case HmmResult.BadAddress:
                    return Errno.EFAULT;
                case HmmResult.NotPermitted:
                    return Errno.EPERM;
                case HmmResult.OutOfMemory:
                    return Errno.ENOMEM;
                case HmmResult.Done:
                    lock (gate)
                    {
                        if (notifier.MustRetry(sequence))
                            break;
                        use();
                        return Errno.None;
                    }
            }
        }
    }

    Snapshot Describe(HmmPage found)
    {
        if (found.Flags == HmmFlags.Error)
            return Snapshot.Error;
        if (found.Flags == HmmFlags.None)
            return Snapshot.None;
        Snapshot access = (found.Flags & HmmFlags.Write) != 0 ? Snapshot.Write : Snapshot.Read;
        if (found.Order > 0)
            access |= Snapshot.Pmd;
        if (found.Page == space.System.ZeroPage)
            return access | Snapshot.Zero;
        if (!found.Page.IsZoneDevice)
            return access;
        DevicePagemap map = space.System.Memory.PagemapOf(found.Page);
        bool local = ReferenceEquals(map.Owner, owner);
        return access | (map.Type == PagemapType.Private
            ? local ? Snapshot.PrivateLocal : Snapshot.PrivateRemote
            : local ? Snapshot.CoherentLocal : Snapshot.CoherentRemote);
    }

    Errno EachChunk(long address, int pages, Action<Vma, long, long> migrate)
    {
        long end = address + (long)pages * PageSize;
        for (long start = address; start < end;)
        {
            if (space.Find(start) is not { } vma || (vma.Protection & PageProtection.Read) == 0)
                return Errno.EINVAL;
            long next = Math.Min(Math.Min(end, vma.End), start + (device.HasLargePages ? PteTable.Length : ChunkPages) * PageSize);
            migrate(vma, start, next);
            start = next;
        }
        return Errno.None;
    }

    void MigrateChunk(Vma vma, long start, long end)
    {
        MigrationSelection selection = device.HasLargePages ? MigrationSelection.System | MigrationSelection.Compound : MigrationSelection.System;
        using DeviceMigration migration = DeviceMigration.OfRange(vma, start, end, selection, device);
        device.CopyToDevice(migration, Forget);
        migration.Commit();
        lock (gate)
            foreach (MigrationSlot slot in migration.Slots)
                if (slot.Migrates)
                {
                    device.Interpose(DriverStep.Committed, slot.Destination);
                    for (int i = 0; i < 1 << slot.Destination.Order; i++)
                        entries[slot.Address / PageSize + i] = new(space.System.Memory.PageAt(space.System.Memory.PfnOf(slot.Destination) + i), slot.IsWritable, Atomic: false);
                }
    }

    void Forget(long address)
    {
        lock (gate)
            entries.Remove(address / PageSize);
    }

    void Invalidate(Invalidation invalidation)
    {
        // What the device migrates itself it forgets page by page.
        if (invalidation.Reason == InvalidateReason.Migrate && ReferenceEquals(invalidation.Owner, owner))
            return;
        device?.Interpose(DriverStep.Invalidate, default);
        lock (gate)
            foreach (long page in entries.Keys.Where(page => page >= invalidation.Start / PageSize && page < (invalidation.End + PageSize - 1) / PageSize).ToArray())
                entries.Remove(page);
    }

    readonly record struct Entry(Page Page, bool Writable, bool Atomic);
}
