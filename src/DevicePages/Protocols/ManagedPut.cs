using System.Runtime.CompilerServices;
using StaticBranch;

namespace DevicePages;

/// <summary>A put that notices pages whose count does not fall to zero when they become free, behind a static key.</summary>
static class ManagedPut<TProtocol, TKey>
    where TProtocol : struct, IPageProtocol
    where TKey : struct, IManagedKey
{
    [HotPath, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Put(PhysicalMemory memory, Page page)
    {
        if (TKey.IsEnabled && page.IsZoneDevice && TProtocol.IsManaged(memory.PagemapOf(page).Type))
            PageRelease.PutManaged(memory, page, 1);
        else
            SingleCount.Put(memory, page);
    }

    // Every way to drop references passes here: one that did not (v5.18) left those asleep who waited for the count of one.
    [HotPath, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Put(PhysicalMemory memory, Page page, int references)
    {
        if (TKey.IsEnabled && page.IsZoneDevice && TProtocol.IsManaged(memory.PagemapOf(page).Type))
            PageRelease.PutManaged(memory, page, references);
        else
            SingleCount.Put(memory, page, references);
    }
}
