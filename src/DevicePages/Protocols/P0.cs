using System.Diagnostics.CodeAnalysis;
using StaticBranch;

namespace DevicePages;

/// <summary>
/// Each reference to a page that get takes and put drops is a reference to its map as well: what the thread's patch replaced. Wrong on purpose, as the baseline:
/// every page pays in get and in put, and whoever takes a reference in another way unbalances the two counts.
/// </summary>
[SuppressMessage("Performance", "SB1001", Justification = "That every page pays is what this protocol shows.")]
public readonly struct P0 : IPageProtocol
{
    /// <inheritdoc/>
    public static string Versions => "v4.5 to v4.11";

    /// <inheritdoc/>
    public static bool Supports(PagemapType type) => type == PagemapType.Generic;

    /// <inheritdoc/>
    public static int IdleCount(PagemapType type) => 1;

    /// <inheritdoc/>
    public static int FreeCount(PagemapType type) => 1;

    /// <inheritdoc/>
    public static MapReferences References(PagemapType type) => MapReferences.PerReference;

    /// <inheritdoc/>
    public static bool IsManaged(PagemapType type) => false;

    /// <inheritdoc/>
    public static bool NoticesManagedPages => false;

    /// <inheritdoc/>
    [HotPath]
    public static void Get(PhysicalMemory memory, Page page)
    {
        SingleCount.Get(page);
        if (page.IsZoneDevice)
            memory.PagemapOf(page).Ref.Get();
    }

    /// <inheritdoc/>
    [HotPath]
    public static void Put(PhysicalMemory memory, Page page)
    {
        SingleCount.Put(memory, page);
        if (page.IsZoneDevice)
            memory.PagemapOf(page).Ref.Put();
    }

    /// <inheritdoc/>
    [HotPath]
    public static void Put(PhysicalMemory memory, Page page, int references)
    {
        SingleCount.Put(memory, page, references);
        if (page.IsZoneDevice)
            memory.PagemapOf(page).Ref.Put(references);
    }
}
