using System.Runtime.CompilerServices;
using StaticBranch;

namespace DevicePages;

/// <summary>Free is zero for every page. Put is as for ordinary pages; only what runs after the last reference knows of devices.</summary>
public readonly struct P4c : IPageProtocol
{
    /// <inheritdoc/>
    public static string Versions => "v6.15 and later";

    /// <inheritdoc/>
    public static bool Supports(PagemapType type) => true;

    /// <inheritdoc/>
    public static int IdleCount(PagemapType type) => type == PagemapType.Generic ? 1 : 0;

    /// <inheritdoc/>
    public static int FreeCount(PagemapType type) => 0;

    /// <inheritdoc/>
    public static MapReferences References(PagemapType type) => type is PagemapType.Private or PagemapType.Coherent ? MapReferences.PerAllocation : MapReferences.PerMap;

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
