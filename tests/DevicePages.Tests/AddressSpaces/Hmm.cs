using System.Runtime.InteropServices;

namespace DevicePages.Tests;

/// <summary>A machine with two devices, and a process that opened both (the fixtures of <c>hmm-tests.c</c>).</summary>
sealed class Hmm : IDisposable
{
    public const int PageSize = PhysicalMemory.PageSize;
    const int PagesPerDevice = 1536;

    readonly string? noDeviceMemory;
    readonly List<IDisposable> opened = [];
    readonly int freeAtBoot;

    public Hmm(string protocol, Variant variant, int pagesPerDevice = PagesPerDevice, int movablePages = 4096, Func<int>? currentProcessor = null, int largePages = 0)
        : this(options => Machine.Boot(protocol, options), variant, pagesPerDevice, movablePages, currentProcessor, largePages)
    {
    }

    public Hmm(Func<PhysicalMemoryOptions, PhysicalMemory> boot, Variant variant, int pagesPerDevice = PagesPerDevice, int movablePages = 4096, Func<int>? currentProcessor = null, int largePages = 0)
    {
        Memory = boot(new()
        {
            NormalPages = 256,
            MovablePages = movablePages,
            DevicePages = 2 * pagesPerDevice + 16,
            Processors = 4,
            CurrentProcessor = currentProcessor ?? Thread.GetCurrentProcessorId,
        });
        freeAtBoot = FreePages;
        System = new(Memory);
        Variant = variant;
        try
        {
            int start = Memory.DeviceRange.Start;
            Devices =
            [
                new(System, (PagemapType)variant, new(start, pagesPerDevice), largePages),
                new(System, (PagemapType)variant, new(start + pagesPerDevice, pagesPerDevice)),
            ];
        }
        catch (NotSupportedException exception)
        {
            noDeviceMemory = exception.Message;
        }
        Space = System.CreateAddressSpace();
        opened.Add(Space);
        Mirror = Open(Space, 0);
        Mirror2 = Open(Space, 1);
    }

    public static TheoryData<string, Variant> Cases => new MatrixTheoryData<string, Variant>(Machine.Protocols, Enum.GetValues<Variant>());

    /// <summary>The protocols that have the variant's kind of memory.</summary>
    public static TheoryData<string, Variant> DeviceMemoryCases => [.. Cases.Where(row => Machine.Supports(row.Data.Item1, (PagemapType)row.Data.Item2))];

    public static int[] Pattern(int pages, int offset = 0) => [.. Enumerable.Range(offset, pages * PageSize / sizeof(int))];

    public PhysicalMemory Memory { get; }

    public VirtualMemory System { get; }

    public Variant Variant { get; }

    public AddressSpace Space { get; }

    public MirrorDevice[] Devices { get; } = [];

    public MirrorDevice Device => Devices[0];

    public Mirror Mirror { get; }

    public Mirror Mirror2 { get; }

    public bool IsPrivate => Variant == Variant.Private;

    int FreePages => Memory.Zones.Sum(zone => zone.Free);

    public Mirror Open(AddressSpace space, int device)
    {
        Mirror mirror = new(space, Devices.ElementAtOrDefault(device));
        opened.Add(mirror);
        return mirror;
    }

    /// <summary>Has something disposed before the checks at the end.</summary>
    public void AtClose(IDisposable disposable) => opened.Insert(0, disposable);

    public AddressSpace Fork()
    {
        AddressSpace child = Space.Fork();
        opened.Add(child);
        return child;
    }

    public void NeedsDeviceMemory() => Assert.SkipWhen(noDeviceMemory is not null, noDeviceMemory ?? "");

    public long Map(int pages, PageProtection protection = PageProtection.ReadWrite, bool shared = false) => Space.MapAnonymous((long)pages * PageSize, protection, shared);

    public long MapPattern(int pages, bool shared = false)
    {
        long address = Map(pages, shared: shared);
        Write(address, Pattern(pages));
        return address;
    }

    /// <summary>Maps a page and migrates it to the first device.</summary>
    public long MapOnDevice()
    {
        long address = MapPattern(1);
        Migrate(address, 1);
        return address;
    }

    public void Write(long address, ReadOnlySpan<int> words) => Space.Write(address, MemoryMarshal.AsBytes(words));

    public int[] Read(long address, int pages) => Read(Space, address, pages);

    public static int[] Read(AddressSpace space, long address, int pages)
    {
        int[] words = new int[pages * PageSize / sizeof(int)];
        space.Read(address, MemoryMarshal.AsBytes(words.AsSpan()));
        return words;
    }

    public static Span<byte> Bytes(int[] words) => MemoryMarshal.AsBytes(words.AsSpan());

    /// <summary>Migrates pages to the first device, which must succeed, and returns what the device sees.</summary>
    public int[] Migrate(long address, int pages)
    {
        int[] seen = new int[pages * PageSize / sizeof(int)];
        Assert.Equal(new(Errno.None, pages), Mirror.MigrateToDevice(address, Bytes(seen)));
        return seen;
    }

    /// <summary>Checks that each entry of each page table owns what it should, and that nothing else does.</summary>
    /// <param name="held">Other references to pages, by page.</param>
    public void CheckTables(params Page[] held)
    {
        Memory.Lru.DrainAll();
        Dictionary<Page, int> mappings = [];
        foreach (AddressSpace space in System.AddressSpaces)
        {
            List<(Pte Entry, int Pages)> entries = [.. space.Vmas.SelectMany(Entries)];
            Assert.Equal(entries.Sum(entry => entry.Pages), space.ResidentPages);
            foreach ((Pte entry, int pages) in entries)
            {
                Assert.NotEqual(PteKind.Migration, entry.Kind);
                Assert.Equal(pages, 1 << Memory.PageAt(entry.Pfn).Order);
                mappings[Memory.PageAt(entry.Pfn)] = mappings.GetValueOrDefault(Memory.PageAt(entry.Pfn)) + 1;
            }
        }
        foreach ((Page page, int count) in mappings)
        {
            int cached = page.IsAnonymous || page.Mapping == 0 ? 0 : 1;
            Assert.Equal((count, count + cached + held.Count(page.Equals)), (page.MapCount, System.References(page)));
            Assert.Equal(PageFlags.None, page.Flags & PageFlags.Locked);
            Assert.Equal(!page.IsZoneDevice, (page.Flags & PageFlags.Lru) != 0);
            if ((page.Flags & PageFlags.AnonExclusive) != 0)
                Assert.Equal(1, count);
        }
        foreach (MirrorDevice device in Devices)
            Assert.Equal(device.InUse, mappings.Keys.Sum(page => page.IsZoneDevice && ReferenceEquals(Memory.PagemapOf(page), device.Map) ? 1 << page.Order : 0));
    }

    static IEnumerable<(Pte Entry, int Pages)> Entries(Vma vma) =>
        from table in vma.Space.PageTable.Between(vma.FirstPage, vma.EndPage)
        from found in table.Huge.IsNone ? Small(vma, table) : [(table.Huge, PteTable.Length)]
        where found.Item1.IsMapping || found.Item1.Kind == PteKind.Migration
        select found;

    static IEnumerable<(Pte, int)> Small(Vma vma, PteTable table)
    {
        for (long number = Math.Max(vma.FirstPage, table.FirstPage); number < Math.Min(vma.EndPage, table.LastPage + 1); number++)
            yield return (table[number], 1);
    }

    public Pte EntryAt(long address) => EntryAt(Space, address);

    public static Pte EntryAt(AddressSpace space, long address) => space.PageTable.Ensure(address / PageSize).Find(address / PageSize);

    public Page PageAt(long address) => Memory.PageAt(EntryAt(address).Pfn);

    /// <summary>The first half of a migration to the first device: pages are collected and unmapped, the mmap lock is the caller's.</summary>
    public DeviceMigration Begin(long address, int pages, MigrationSelection selection = MigrationSelection.System) =>
        DeviceMigration.OfRange(Space.Find(address)!, address, address + (long)pages * PageSize, selection, Device);

    /// <summary>Ends all, and checks that everything is at rest: all pages free, each given back as often as taken, nothing locked or mapped, all maps removable.</summary>
    public void Close()
    {
        foreach (IDisposable disposable in Enumerable.Reverse(opened))
            disposable.Dispose();
        Memory.Lru.DrainAll();
        foreach (MirrorDevice device in Devices)
            CheckAtRest(device);
        Assert.Equal(0, Memory.DevmapManagedKey.Count);
        System.Dispose();
        Assert.Equal((freeAtBoot, 0, 0), (FreePages, Memory.Lru.Count, System.Swap.Used));
        for (int pfn = 0; pfn < Memory.DeviceRange.Start; pfn++)
            Assert.Equal((0, 0, PageFlags.None), (Memory.PageAt(pfn).Count, Memory.PageAt(pfn).MapCount, Memory.PageAt(pfn).Flags & PageFlags.Locked));
    }

    public void Dispose() => Memory.Dispose();

    void CheckAtRest(MirrorDevice device)
    {
        DevicePagemap map = device.Map;
        Assert.Equal(device.Allocations, device.Frees);
        if (!map.IsDying)
        {
            long expected = Memory.MapReferencesOf(map.Type) == MapReferences.PerAllocation ? 1 : 1 + map.Heads().Count();
            Assert.Equal(expected, map.Ref.Count);
            Assert.All(map.Heads(), page => Assert.Equal(
                (Memory.IdleCount(map.Type), 0, 0L, PageFlags.None),
                (page.Count, page.MapCount, page.Mapping, page.Flags & PageFlags.Locked)));
        }
        map.BeginRemoval();
        Assert.True(map.WaitForReferences(Threads.Patience), "A page still refers to the map.");
        map.Dispose();
    }
}
