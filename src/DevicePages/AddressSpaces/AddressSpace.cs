using System.Runtime.CompilerServices;

namespace DevicePages;

/// <summary>The memory of a process (Linux <c>struct mm_struct</c>), from <see cref="VirtualMemory.CreateAddressSpace"/> or <see cref="Fork"/> to <see cref="Dispose"/>. Thread-safe.</summary>
/// <remarks>
/// Locks are taken in this order: the mmap lock, the page lock (tried only, once something else is held), the list of a page's mappings, the lock of a page table, the driver's.
/// The mmap lock is not recursive: a driver that accesses the address space from a callback gets a <see cref="LockRecursionException"/>.
/// </remarks>
public sealed partial class AddressSpace : IDisposable
{
    internal const int PageShift = 12;
    const long TableSize = (long)PteTable.Length << PageShift;

    readonly ReaderWriterLockSlim mmapLock = new();
    readonly SortedList<long, Vma> vmas = [];
    long nextFree = TableSize;
    long residentPages;

    internal AddressSpace(VirtualMemory system)
    {
        System = system;
        system.Add(this);
    }

    /// <summary>The machine's address spaces.</summary>
    public VirtualMemory System { get; }

    /// <summary>Pages that are mapped, in whatever memory, and those under way (<c>rss</c>). The zero page and swap do not count.</summary>
    public long ResidentPages => Interlocked.Read(ref residentPages);

    /// <summary>The mappings by address. Look at them under the mmap lock.</summary>
    public IReadOnlyList<Vma> Vmas => vmas.Values.AsReadOnly();

    internal PageTable PageTable { get; } = new();

    internal NotifierList Notifiers { get; } = new();

    internal bool IsMmapLockHeld => mmapLock.IsReadLockHeld || mmapLock.IsWriteLockHeld;

    PhysicalMemory Memory => System.Memory;

    /// <summary>Takes the mmap lock for reading: mappings stay as they are, page table entries do not.</summary>
    /// <returns>Unlocks when disposed, on the same thread.</returns>
    public MmapReadLock LockForReading() => new(mmapLock);

    /// <summary>Maps zeroed memory (<c>mmap</c>).</summary>
    /// <param name="length">In bytes, whole pages.</param>
    /// <param name="protection">What is permitted.</param>
    /// <param name="shared">Children from <see cref="Fork"/> share it.</param>
    /// <returns>The address, aligned to 2 MiB.</returns>
    public long MapAnonymous(long length, PageProtection protection, bool shared = false) =>
        shared ? MapFile(System.CreateSharedMemory(), 0, length, protection, shared) : Map(length, start => new(this, start, start + length, protection));

    /// <summary>Maps zeroed memory in pages of 2 MiB only (<c>MAP_HUGETLB</c>).</summary>
    /// <param name="length">In bytes, whole large pages.</param>
    /// <param name="protection">What is permitted.</param>
    /// <returns>The address.</returns>
    public long MapHugeTlb(long length, PageProtection protection)
    {
        ThrowUnlessAligned(length, TableSize);
        return Map(length, start => new(this, start, start + length, protection) { IsHugeTlb = true });
    }

    /// <summary>Maps a file (<c>mmap</c>).</summary>
    /// <param name="file">The file.</param>
    /// <param name="offset">Where in the file, in bytes, whole pages.</param>
    /// <param name="length">In bytes, whole pages.</param>
    /// <param name="protection">What is permitted.</param>
    /// <param name="shared">Stores reach the file.</param>
    /// <returns>The address.</returns>
    public long MapFile(FileMapping file, long offset, long length, PageProtection protection, bool shared)
    {
        ThrowUnlessAligned(offset, PhysicalMemory.PageSize);
        return Map(length, start =>
        {
            Vma vma = new(this, start, start + length, protection, file, offset >> PageShift) { IsShared = shared };
            file.Link(vma);
            return vma;
        });
    }

    /// <summary>Maps pages of a driver, each with a reference of its own (<c>vm_insert_page</c>).</summary>
    /// <param name="pages">Head pages of which the caller holds references.</param>
    /// <param name="protection">What is permitted.</param>
    /// <returns>The address.</returns>
    public long MapPages(IReadOnlyList<Page> pages, PageProtection protection) => Map((long)pages.Count << PageShift, start =>
    {
        Vma vma = new(this, start, start + ((long)pages.Count << PageShift), protection) { IsSpecial = true };
        for (int i = 0; i < pages.Count; i++)
        {
            Memory.Get(pages[i]);
            pages[i].IncrementMapCount();
            PageTable.Ensure(vma.FirstPage + i)[vma.FirstPage + i] = vma.Entry(pages[i], PteFlags.None);
        }
        AddResident(pages.Count);
        return vma;
    });

    /// <summary>Unmaps a range, holes included (<c>munmap</c>). If a mirror throws, its mapping and those behind it stay.</summary>
    /// <param name="address">The first address, a multiple of the page size.</param>
    /// <param name="length">In bytes, whole pages.</param>
    public void Unmap(long address, long length)
    {
        PageBatch batch = new(Memory);
        try
        {
            using (LockForWriting())
                Remove(CutOut(address, length), InvalidateReason.Unmap, batch);
        }
        finally
        {
            batch.Release();
        }
    }

    /// <summary>Changes what is permitted (<c>mprotect</c>).</summary>
    /// <param name="address">The first address, a multiple of the page size.</param>
    /// <param name="length">In bytes, whole pages.</param>
    /// <param name="protection">What is permitted from now on.</param>
    /// <exception cref="SegmentationFaultException">There is a hole in the range, and nothing was changed.</exception>
    public void Protect(long address, long length, PageProtection protection)
    {
        using MmapWriteLock writing = LockForWriting();
        ThrowIfHole(address, length);
        foreach (Vma vma in CutOut(address, length))
            using (Notifiers.Invalidate(vma.FirstPage, vma.EndPage, InvalidateReason.Protection))
            {
                vma.Protection = protection;
                ProtectionChange.Apply(vma);
            }
    }

    /// <summary>Moves a range to another address, with all its pages wherever they are (<c>mremap</c>).</summary>
    /// <param name="address">The first address, a multiple of the page size.</param>
    /// <param name="length">In bytes, whole pages, in one mapping.</param>
    /// <param name="keepOld">The old range stays mapped, and empty (<c>MREMAP_DONTUNMAP</c>).</param>
    /// <returns>The new address.</returns>
    /// <exception cref="SegmentationFaultException">The range is not mapped, and nothing was changed.</exception>
    public long Remap(long address, long length, bool keepOld = false)
    {
        PageBatch batch = new(Memory);
        long target;
        using (LockForWriting())
        {
            ThrowIfHole(address, length);
            List<Vma> cut = CutOut(address, length);
            // Same place in their tables, so that whole tables of entries move.
            target = Reserve(length + TableSize) + (address & TableSize - 1);
            using (Notifiers.Invalidate(address >> PageShift, address + length >> PageShift, InvalidateReason.Unmap))
                foreach (Vma vma in cut)
                {
                    Vma moved = vma.CopyTo(this, target + (vma.Start - address));
                    vmas.Add(moved.Start, moved);
                    EntryMove.Apply(vma, moved);
                }
            if (!keepOld)
                Remove(cut, reason: null, batch);
        }
        batch.Release();
        return target;
    }

    /// <summary>Tells of the use of a range (<c>madvise</c>).</summary>
    /// <param name="address">The first address, a multiple of the page size.</param>
    /// <param name="length">In bytes, whole pages.</param>
    /// <param name="advice">What there is to say.</param>
    /// <exception cref="SegmentationFaultException">There is a hole in the range, and nothing was changed.</exception>
    /// <exception cref="IOException">As of <see cref="Reclaim.Shrink"/>, of <see cref="MemoryAdvice.PageOut"/>.</exception>
    public void Advise(long address, long length, MemoryAdvice advice)
    {
        switch (advice)
        {
            case MemoryAdvice.DontNeed:
                Discard(address, length);
                break;
            case MemoryAdvice.PageOut:
                Reclaim.PageOut(this, address, length);
                break;
            default:
                using (LockForWriting())
                {
                    ThrowIfHole(address, length);
                    foreach (Vma vma in CutOut(address, length))
                    {
                        vma.PrefersHugePages |= advice == MemoryAdvice.HugePage;
                        vma.IsMergeable |= advice == MemoryAdvice.Mergeable;
                    }
                }
                break;
        }
    }

    /// <summary>A copy in which private memory is shared until one of both writes (<c>fork</c>).</summary>
    /// <exception cref="InsufficientMemoryException">A pinned page cannot be shared and there is no memory for its copy.</exception>
    public AddressSpace Fork()
    {
        AddressSpace child = new(System);
        try
        {
            // The child is known already: who looks at all address spaces waits until it is complete (dup_mmap).
            using MmapWriteLock writing = LockForWriting(), filling = child.LockForWriting();
            using NotifierList.Scope invalidation = Notifiers.Invalidate(0, long.MaxValue >> PageShift, InvalidateReason.Protection);
            child.nextFree = nextFree;
            foreach (Vma vma in vmas.Values)
            {
                Vma copy = vma.CopyTo(child, vma.Start);
                child.vmas.Add(copy.Start, copy);
                ForkCopy.Apply(vma, copy);
            }
        }
        catch
        {
            child.Dispose();
            throw;
        }
        return child;
    }

    /// <summary>Exit: unmaps all. If a mirror throws, its mapping and those behind it stay, until exit is tried again.</summary>
    public void Dispose()
    {
        PageBatch batch = new(Memory);
        try
        {
            using (LockForWriting())
                Remove([.. vmas.Values], InvalidateReason.Release, batch);
            System.Remove(this);
        }
        finally
        {
            batch.Release();
        }
    }

    /// <summary>The mapping of an address. The mmap lock is held.</summary>
    /// <param name="address">In bytes.</param>
    public Vma? Find(long address)
    {
        IList<Vma> list = vmas.Values;
        int low = 0, high = list.Count - 1;
        while (low <= high)
        {
            int middle = (low + high) / 2;
            if (address < list[middle].Start)
                high = middle - 1;
            else if (address >= list[middle].End)
                low = middle + 1;
            else
                return list[middle];
        }
        return null;
    }

    internal void AddResident(int pages) => Interlocked.Add(ref residentPages, pages);

    long Map(long length, Func<long, Vma> create)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(length);
        ThrowUnlessAligned(length, PhysicalMemory.PageSize);
        using MmapWriteLock writing = LockForWriting();
        Vma vma = create(Reserve(length));
        vmas.Add(vma.Start, vma);
        return vma.Start;
    }

    // A gap behind each mapping makes an access beyond its end fault.
    long Reserve(long length)
    {
        long start = nextFree;
        nextFree = (start + length + 2 * TableSize - 1) / TableSize * TableSize;
        return start;
    }

    void Discard(long address, long length)
    {
        PageBatch batch = new(Memory);
        try
        {
            using MmapReadLock reading = LockForReading();
            ThrowIfHole(address, length);
            long first = address >> PageShift, end = address + length >> PageShift;
            if (vmas.Values.Any(vma => vma.IsHugeTlb && vma.Start < address + length && address < vma.End))
                ThrowUnlessAligned(address | length, TableSize);
            using (Notifiers.Invalidate(first, end, InvalidateReason.Clear))
                foreach (Vma vma in vmas.Values)
                    Zap.Range(vma, Math.Max(first, vma.FirstPage), Math.Min(end, vma.EndPage), batch);
        }
        finally
        {
            batch.Release();
        }
    }

    void Remove(List<Vma> gone, InvalidateReason? reason, PageBatch batch)
    {
        foreach (Vma vma in gone)
        {
            using (Notifiers.Invalidate(vma.FirstPage, vma.EndPage, reason))
                Zap.Range(vma, vma.FirstPage, vma.EndPage, batch);
            vma.Unlink();
            vmas.Remove(vma.Start);
        }
    }

    // Splits mappings at the ends of a range and returns those in it.
    List<Vma> CutOut(long address, long length)
    {
        ThrowUnlessAligned(address, PhysicalMemory.PageSize);
        ThrowUnlessAligned(length, PhysicalMemory.PageSize);
        SplitAt(address);
        SplitAt(address + length);
        return [.. vmas.Values.Where(vma => vma.Start >= address && vma.End <= address + length)];
    }

    void SplitAt(long address)
    {
        if (Find(address) is not { } vma || vma.Start == address)
            return;
        if (vma.IsHugeTlb)
            ThrowUnlessAligned(address, TableSize);
        // A large entry is never in two mappings.
        if (address % TableSize != 0 && PageTable.Find(address >> PageShift) is { } table)
            HugePages.LockSmall(System, table).Dispose();
        Vma rest = vma.SplitAt(address);
        vmas.Add(rest.Start, rest);
    }

    void ThrowIfHole(long address, long length)
    {
        for (long at = address; at < address + length; at = Find(at)!.End)
            if (Find(at) is null)
                throw new SegmentationFaultException(at, write: false);
    }

    static void ThrowUnlessAligned(long value, long size, [CallerArgumentExpression(nameof(value))] string? name = null)
    {
        if (value % size != 0)
            throw new ArgumentOutOfRangeException(name, value, $"Not a multiple of {size}.");
    }

    MmapWriteLock LockForWriting() => new(mmapLock);

    readonly ref struct MmapWriteLock : IDisposable
    {
        readonly ReaderWriterLockSlim mmapLock;

        public MmapWriteLock(ReaderWriterLockSlim mmapLock)
        {
            this.mmapLock = mmapLock;
            mmapLock.EnterWriteLock();
        }

        public void Dispose() => mmapLock.ExitWriteLock();
    }
}
