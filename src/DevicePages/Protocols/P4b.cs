using System.Runtime.CompilerServices;
using StaticBranch;

namespace DevicePages;

/// <summary>A free page of private or coherent memory counts zero, and a page in use keeps its map; pages of DAX files are free at one still.</summary>
/// <typeparam name="TKey">The static key in front of the look for managed pages.</typeparam>
public readonly struct P4b<TKey> : IPageProtocol where TKey : struct, IManagedKey
{
    /// <inheritdoc/>
    public static string Versions => "v6.1 to v6.14";

    /// <inheritdoc/>
    public static bool Supports(PagemapType type) => true;

    /// <inheritdoc/>
    public static int IdleCount(PagemapType type) => type is PagemapType.Private or PagemapType.Coherent ? 0 : 1;

    /// <inheritdoc/>
    public static int FreeCount(PagemapType type) => type == PagemapType.FsDax ? 1 : 0;

    /// <inheritdoc/>
    public static MapReferences References(PagemapType type) => type is PagemapType.Private or PagemapType.Coherent ? MapReferences.PerAllocation : MapReferences.PerMap;

    /// <inheritdoc/>
    public static bool IsManaged(PagemapType type) => type == PagemapType.FsDax;

    /// <inheritdoc/>
    public static bool NoticesManagedPages => TKey.IsEnabled;

    /// <inheritdoc/>
    [HotPath, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Get(PhysicalMemory memory, Page page) => SingleCount.Get(page);

    /// <inheritdoc/>
    [HotPath, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Put(PhysicalMemory memory, Page page) => ManagedPut<P4b<TKey>, TKey>.Put(memory, page);

    /// <inheritdoc/>
    [HotPath, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Put(PhysicalMemory memory, Page page, int references) => ManagedPut<P4b<TKey>, TKey>.Put(memory, page, references);
}
