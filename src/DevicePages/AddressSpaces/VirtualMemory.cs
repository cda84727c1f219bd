using System.Collections.Concurrent;
using Microsoft.Win32.SafeHandles;

namespace DevicePages;

/// <summary>The address spaces of a machine and what they share. Thread-safe but for <see cref="Dispose"/>.</summary>
public sealed class VirtualMemory : IDisposable
{
    readonly ConcurrentDictionary<long, ReverseMapping> mappings = new();
    readonly ConcurrentDictionary<AddressSpace, byte> spaces = new();
    long lastMapping;

    /// <summary>Address spaces over the memory of a machine.</summary>
    /// <param name="memory">The memory, which stays the caller's.</param>
    public VirtualMemory(PhysicalMemory memory)
    {
        Memory = memory;
        ZeroPage = memory.Allocate(AllocationZone.Normal);
    }

    /// <summary>The pages.</summary>
    public PhysicalMemory Memory { get; }

    /// <summary>The page that loads from untouched anonymous memory find. Mappings of it hold no references.</summary>
    public Page ZeroPage { get; }

    /// <summary>Where reclaim puts anonymous pages.</summary>
    public SwapSpace Swap { get; } = new();

    /// <summary>What a NUMA hint fault calls, or null while balancing is off.</summary>
    public NumaBalancing? Numa { get; internal set; }

    /// <summary>All that have not exited.</summary>
    public IEnumerable<AddressSpace> AddressSpaces => spaces.Keys;

    /// <summary>An empty address space; its <see cref="AddressSpace.Dispose"/> is the exit.</summary>
    public AddressSpace CreateAddressSpace() => new(this);

    /// <summary>The pages of a file, to be mapped.</summary>
    /// <param name="file">
    /// The file, which stays the caller's and open as long as the result is in use. That it is open for what is done with it nobody asks (Linux <c>mmap</c>: <c>EACCES</c>):
    /// of a file that is open for reading only, what is stored through shared mappings stays in memory, and to write it back throws.
    /// </param>
    public FileMapping OpenFile(SafeFileHandle file) => Add(id => new FileMapping(this, id, file, endsWithLastVma: false));

    /// <summary>Frees the zero page. All address spaces have exited.</summary>
    public void Dispose() => Memory.Put(ZeroPage);

    internal FileMapping CreateSharedMemory() => Add(id => new FileMapping(this, id, file: null, endsWithLastVma: true));

    internal AnonVma CreateAnonVma() => Add(id => new AnonVma(this, id));

    internal void Forget(long mapping) => mappings.TryRemove(mapping, out _);

    internal void Add(AddressSpace space) => spaces.TryAdd(space, 0);

    internal void Remove(AddressSpace space) => spaces.TryRemove(space, out _);

    // Null when the last VMA went while somebody still held the page.
    internal ReverseMapping? MappingOf(Page page) => mappings.GetValueOrDefault(page.Mapping >> 1);

    /// <summary>References of a page that its users hold, however the protocol counts a free page.</summary>
    internal int References(Page page) => page.Count - FreeCount(page);

    internal int FreeCount(Page page) => page.IsZoneDevice ? Memory.PagemapOf(page).FreeCount : 0;

    T Add<T>(Func<long, T> create) where T : ReverseMapping
    {
        long id = Interlocked.Increment(ref lastMapping);
        T mapping = create(id);
        mappings.TryAdd(id, mapping);
        return mapping;
    }
}
