using System.Runtime.CompilerServices;
using StaticBranch;

namespace DevicePages;

/// <summary>A device page is free at zero, and is given its next user's reference at once; pages of DAX files are free at one still.</summary>
/// <remarks>Linux stores that reference after it called the driver, which may have handed the page out meanwhile; here <see cref="IPageProtocol.HandBack"/> stores it before.</remarks>
/// <typeparam name="TKey">The static key in front of the look for managed pages.</typeparam>
public readonly struct P4a<TKey> : IPageProtocol where TKey : struct, IManagedKey
{
    /// <inheritdoc/>
    public static string Versions => "v5.18 to v6.0";

    /// <inheritdoc/>
    public static bool Supports(PagemapType type) => true;

    /// <inheritdoc/>
    public static int IdleCount(PagemapType type) => 1;

    /// <inheritdoc/>
    public static int FreeCount(PagemapType type) => type == PagemapType.FsDax ? 1 : 0;

    /// <inheritdoc/>
    public static MapReferences References(PagemapType type) => MapReferences.PerMap;

    /// <inheritdoc/>
    public static bool IsManaged(PagemapType type) => type == PagemapType.FsDax;

    /// <inheritdoc/>
    public static bool NoticesManagedPages => TKey.IsEnabled;

    /// <inheritdoc/>
    [HotPath, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Get(PhysicalMemory memory, Page page) => SingleCount.Get(page);

    /// <inheritdoc/>
    [HotPath, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Put(PhysicalMemory memory, Page page) => ManagedPut<P4a<TKey>, TKey>.Put(memory, page);

    /// <inheritdoc/>
    [HotPath, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Put(PhysicalMemory memory, Page page, int references) => ManagedPut<P4a<TKey>, TKey>.Put(memory, page, references);
}
