using System.Runtime.CompilerServices;
using StaticBranch;

namespace PutPage;

/// <summary>Linux v4.18: file systems on persistent memory wait for idle pages, the same event, so they share HMM's static branch.</summary>
readonly struct V4_18 : IStage<V4_18>
{
    public static void GetPage(Page page) => Interlocked.Increment(ref page.RefCount);

    public static void PutPage(Page page)
    {
        if (FeatureFlags.DevmapManaged && page.IsDevmapManaged)
            PutDevmapManagedPage(page);
        else if (Interlocked.Decrement(ref page.RefCount) == 0)
            V4_12.FreePage(page);
    }

    /// <summary><c>put_devmap_managed_page()</c></summary>
    [ColdPath("few machines have such memory"), MethodImpl(MethodImplOptions.NoInlining)]
    static void PutDevmapManagedPage(Page page)
    {
        var count = Interlocked.Decrement(ref page.RefCount);
        if (count == 1)
            page.Pagemap!.PageFree(page);
        else if (count == 0)
            V4_12.FreePage(page);
    }
}
