using System.Runtime.CompilerServices;
using StaticBranch;

namespace DevicePages;

/// <summary>Each page holds one reference to its map for the map's life, and one count is all there is: the patch of the thread. A device does not learn when a page becomes free.</summary>
public readonly struct P1 : IPageProtocol
{
    /// <inheritdoc/>
    public static string Versions => "v4.12, v4.13";

    /// <inheritdoc/>
    public static bool Supports(PagemapType type) => type == PagemapType.Generic;

    /// <inheritdoc/>
    public static int IdleCount(PagemapType type) => 1;

    /// <inheritdoc/>
    public static int FreeCount(PagemapType type) => 1;

    /// <inheritdoc/>
    public static MapReferences References(PagemapType type) => MapReferences.PerPage;

    /// <inheritdoc/>
    public static bool IsManaged(PagemapType type) => false;

    /// <inheritdoc/>
    public static bool NoticesManagedPages => false;

    /// <inheritdoc/>
    [HotPath, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Get(PhysicalMemory memory, Page page) => SingleCount.Get(page);

    /// <inheritdoc/>
    [HotPath, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Put(PhysicalMemory memory, Page page) => SingleCount.Put(memory, page);

    /// <inheritdoc/>
    [HotPath, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Put(PhysicalMemory memory, Page page, int references) => SingleCount.Put(memory, page, references);
}
