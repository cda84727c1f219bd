using System.Runtime.CompilerServices;
using StaticBranch;

namespace DevicePages;

/// <summary>The mechanism of P2 for file systems as well, behind <c>devmap_managed_key</c>.</summary>
/// <typeparam name="TKey">The static key in front of the look for managed pages.</typeparam>
public readonly struct P3<TKey> : IPageProtocol where TKey : struct, IManagedKey
{
    /// <inheritdoc/>
    public static string Versions => "v4.18 to v5.17";

    /// <inheritdoc/>
    public static bool Supports(PagemapType type) => true;

    /// <inheritdoc/>
    public static int IdleCount(PagemapType type) => 1;

    /// <inheritdoc/>
    public static int FreeCount(PagemapType type) => 1;

    /// <inheritdoc/>
    public static MapReferences References(PagemapType type) => MapReferences.PerPage;

    /// <inheritdoc/>
    public static bool IsManaged(PagemapType type) => type is PagemapType.Private or PagemapType.Coherent or PagemapType.FsDax;

    /// <inheritdoc/>
    public static bool NoticesManagedPages => TKey.IsEnabled;

    /// <inheritdoc/>
    [HotPath, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Get(PhysicalMemory memory, Page page) => SingleCount.Get(page);

    /// <inheritdoc/>
    [HotPath, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Put(PhysicalMemory memory, Page page) => ManagedPut<P3<TKey>, TKey>.Put(memory, page);

    /// <inheritdoc/>
    [HotPath, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Put(PhysicalMemory memory, Page page, int references) => ManagedPut<P3<TKey>, TKey>.Put(memory, page, references);
}
