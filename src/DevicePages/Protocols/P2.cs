using System.Runtime.CompilerServices;
using StaticBranch;

namespace DevicePages;

/// <summary>A free device page counts one, and put looks for that, behind <c>device_private_key</c>: Jerome's hook.</summary>
/// <remarks>Linux forgot the map's reference for each page of this kind of memory until it shared the way that maps are created (v4.20); here there is only one way.</remarks>
/// <typeparam name="TKey">The static key in front of the look for managed pages.</typeparam>
public readonly struct P2<TKey> : IPageProtocol where TKey : struct, IManagedKey
{
    /// <inheritdoc/>
    public static string Versions => "v4.14 to v4.17";

    /// <inheritdoc/>
    public static bool Supports(PagemapType type) => type is PagemapType.Private or PagemapType.Coherent or PagemapType.Generic;

    /// <inheritdoc/>
    public static int IdleCount(PagemapType type) => 1;

    /// <inheritdoc/>
    public static int FreeCount(PagemapType type) => 1;

    /// <inheritdoc/>
    public static MapReferences References(PagemapType type) => MapReferences.PerPage;

    /// <inheritdoc/>
    public static bool IsManaged(PagemapType type) => type is PagemapType.Private or PagemapType.Coherent;

    /// <inheritdoc/>
    public static bool NoticesManagedPages => TKey.IsEnabled;

    /// <inheritdoc/>
    [HotPath, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Get(PhysicalMemory memory, Page page) => SingleCount.Get(page);

    /// <inheritdoc/>
    [HotPath, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Put(PhysicalMemory memory, Page page) => ManagedPut<P2<TKey>, TKey>.Put(memory, page);

    /// <inheritdoc/>
    [HotPath, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Put(PhysicalMemory memory, Page page, int references) => ManagedPut<P2<TKey>, TKey>.Put(memory, page, references);
}
