using StaticBranch;

namespace PutPage;

/// <summary>
/// Linux v4.11: get_zone_device_page() and put_zone_device_page() on every page. A reference to a device page is a reference
/// to its pagemap as well, so all pages are asked, both ways, whether they are device pages.
/// </summary>
readonly struct V4_11 : IStage<V4_11>
{
    [HotPath]
    public static void GetPage(Page page)
    {
        Interlocked.Increment(ref page.RefCount);
        // SB1001
        if (page.IsZoneDevice)
            page.Pagemap.Get();
    }

    [HotPath]
    public static void PutPage(Page page)
    {
        if (Interlocked.Decrement(ref page.RefCount) == 0)
            page.Allocator.Free(page);
        // SB1001
        if (page.IsZoneDevice)
            page.Pagemap.Put();
    }

    // An idle page holds nothing of its pagemap, so there is nothing to give up when the device goes.
    public static void AddDevicePage(Page page) => page.RefCount = 1;

    public static void RemoveDevicePage(Page page)
    {
    }
}
