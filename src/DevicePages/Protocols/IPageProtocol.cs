namespace DevicePages;

/// <summary>
/// A way to count references to pages so that a device learns when its pages are free. As a struct it is a type argument of <see cref="PhysicalMemory{TProtocol}"/>,
/// so that the JIT compiles each protocol's get and put for itself.
/// </summary>
public interface IPageProtocol
{
    /// <summary>The versions of Linux that count so.</summary>
    static abstract string Versions { get; }

    /// <summary>There are maps of this type.</summary>
    static abstract bool Supports(PagemapType type);

    /// <summary>The count of a page that nobody uses.</summary>
    static abstract int IdleCount(PagemapType type);

    /// <summary>The count whose arrival means that the page became free. A page that one user holds has one more.</summary>
    static abstract int FreeCount(PagemapType type);

    /// <summary>What references to a map of this type stand for.</summary>
    static abstract MapReferences References(PagemapType type);

    /// <summary>Whether put has to notice pages of this type.</summary>
    static abstract bool IsManaged(PagemapType type);

    /// <summary>Whether put would notice them, as things are.</summary>
    static abstract bool NoticesManagedPages { get; }

    /// <summary>Adds a reference besides one that the caller holds.</summary>
    static abstract void Get(PhysicalMemory memory, Page page);

    /// <summary>Drops a reference.</summary>
    static abstract void Put(PhysicalMemory memory, Page page);

    /// <summary>Drops several references at once.</summary>
    static abstract void Put(PhysicalMemory memory, Page page, int references);
}
