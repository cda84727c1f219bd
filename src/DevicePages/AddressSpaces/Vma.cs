namespace DevicePages;

/// <summary>A range of addresses that are mapped alike (Linux <c>struct vm_area_struct</c>). Changed under the mmap lock of its address space.</summary>
public sealed class Vma
{
    readonly Lock gate = new();
    AnonVma? anonymous;

    internal Vma(AddressSpace space, long start, long end, PageProtection protection, FileMapping? file = null, long pageOffset = 0)
    {
        (Space, Start, End, Protection, File) = (space, start, end, protection, file);
        PageOffset = file is null ? start >> AddressSpace.PageShift : pageOffset;
    }

    /// <summary>Where it is.</summary>
    public AddressSpace Space { get; }

    /// <summary>The first address.</summary>
    public long Start { get; private set; }

    /// <summary>The address behind the last.</summary>
    public long End { get; private set; }

    /// <summary>What is permitted.</summary>
    public PageProtection Protection { get; internal set; }

    /// <summary>The file whose pages are mapped, or null for anonymous memory.</summary>
    public FileMapping? File { get; }

    /// <summary>Stores reach the file, and everybody who maps it.</summary>
    public bool IsShared { get; internal init; }

    /// <summary>Mapped by large pages only (<c>VM_HUGETLB</c>).</summary>
    public bool IsHugeTlb { get; internal init; }

    /// <summary>Pages were put in by a driver (<c>VM_MIXEDMAP</c>); faults and migration leave it alone.</summary>
    public bool IsSpecial { get; internal init; }

    /// <summary>Faults prefer large pages (<c>MADV_HUGEPAGE</c>).</summary>
    public bool PrefersHugePages { get; internal set; }

    /// <summary>Same pages may be merged (<c>MADV_MERGEABLE</c>).</summary>
    public bool IsMergeable { get; internal set; }

    /// <summary>Private memory without a file.</summary>
    public bool IsAnonymous => File is null && !IsSpecial;

    internal long FirstPage => Start >> AddressSpace.PageShift;

    internal long EndPage => End >> AddressSpace.PageShift;

    internal long PageOffset { get; private set; }

    internal AnonVma? Anonymous => Volatile.Read(ref anonymous);

    // What may be written the CPU can read as well.
    internal bool Permits(bool write) => write ? (Protection & PageProtection.Write) != 0 : Protection != PageProtection.None;

    internal long IndexOf(long page) => page - FirstPage + PageOffset;

    /// <summary>Where pages from an index on are mapped, as far as they are in this VMA.</summary>
    internal (long First, long End) PagesOf(long index, int count)
    {
        long first = index - PageOffset + FirstPage;
        return (Math.Max(first, FirstPage), Math.Min(first + count, EndPage));
    }

    /// <summary>An entry of this VMA for a page, as its permissions and the page's memory have it.</summary>
    internal Pte Entry(Page page, PteFlags flags)
    {
        PhysicalMemory memory = Space.System.Memory;
        if (page.IsZoneDevice && memory.PagemapOf(page).Type == PagemapType.Private)
            return new(PteKind.DevicePrivate, memory.PfnOf(page), flags & PteFlags.Write);
        return new(PteKind.Present, memory.PfnOf(page), Permits(write: false) ? flags : flags | PteFlags.NoAccess);
    }

    // anon_vma_prepare
    internal AnonVma EnsureAnonymous()
    {
        if (Anonymous is { } present)
            return present;
        lock (gate)
        {
            if (anonymous is null)
            {
                AnonVma fresh = Space.System.CreateAnonVma();
                fresh.Link(this);
                Volatile.Write(ref anonymous, fresh);
            }
            return anonymous;
        }
    }

    internal Vma CopyTo(AddressSpace space, long start) => Copy(space, start, start + (End - Start), PageOffset);

    /// <summary>Cuts this VMA short and returns one for the rest.</summary>
    internal Vma SplitAt(long address)
    {
        using Gates gates = LockReverseMappings();
        Vma rest = Copy(Space, address, End, PageOffset + (address - Start >> AddressSpace.PageShift));
        End = address;
        return rest;
    }

    internal void Unlink()
    {
        File?.Unlink(this);
        anonymous?.Unlink(this);
    }

    /// <summary>Keeps walks over the mappings of its pages out.</summary>
    internal Gates LockReverseMappings() => new(File?.Gate, Anonymous?.Gate);

    Vma Copy(AddressSpace space, long start, long end, long pageOffset)
    {
        Vma copy = new(space, start, end, Protection, File)
        {
            PageOffset = pageOffset,
            IsShared = IsShared,
            IsHugeTlb = IsHugeTlb,
            IsSpecial = IsSpecial,
            PrefersHugePages = PrefersHugePages,
            IsMergeable = IsMergeable,
            anonymous = anonymous,
        };
        File?.Link(copy);
        anonymous?.Link(copy);
        return copy;
    }

    internal readonly ref struct Gates : IDisposable
    {
        readonly Lock? first, second;

        public Gates(Lock? first, Lock? second)
        {
            (this.first, this.second) = (first, second);
            first?.Enter();
            second?.Enter();
        }

        public void Dispose()
        {
            second?.Exit();
            first?.Exit();
        }
    }
}
