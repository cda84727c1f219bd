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

    /// <summary>Adds references where the caller may hold none, unless the page is free or frozen, or the count ran over (since v5.1).</summary>
    static virtual bool TryGet(PhysicalMemory memory, Page page, int references) => page.Count >= 0 && page.TryAdd(references);

    /// <summary>Blocks until the page is not locked, and holds nothing meanwhile (since v5.17).</summary>
    static virtual void WaitWhileLocked(PhysicalMemory memory, Page page) => memory.Locks.WaitWhileLocked(page);

    /// <summary>A page of this type keeps its <see cref="Page.Mapping"/> when it becomes free (v4.19 to v5.2: of any type).</summary>
    static virtual bool KeepsMapping(PagemapType type) => type is PagemapType.FsDax or PagemapType.Generic;

    /// <summary>Tells who waits for a page that it became free, with the count of an idle one: before, because its driver may have handed it out again when it returns.</summary>
    static virtual void HandBack(PhysicalMemory memory, Page page, DevicePagemap map)
    {
        if (map.IdleCount != map.FreeCount)
            page.SetCount(map.IdleCount);
        memory.Release.Tell(page, map);
    }
}
