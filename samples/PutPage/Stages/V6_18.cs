using System.Diagnostics;
using StaticBranch;

namespace PutPage;

/// <summary>
/// Linux v6.18: what Kirill Shutemov asked for in the thread, eight years later. A free device page counts zero as any other page,
/// and no test is left for a static branch to hide.
/// </summary>
readonly struct V6_18 : IStage<V6_18>
{
    public static void GetPage(Page page)
    {
        Debug.Assert(page.RefCount > 0, "A free page must be allocated, not referenced.");
        Interlocked.Increment(ref page.RefCount);
    }

    public static void PutPage(Page page)
    {
        if (Interlocked.Decrement(ref page.RefCount) == 0)
            FreePage(page);
    }

    /// <summary><c>__folio_put()</c></summary>
    [ColdPath("once in each use of a page, after its last reference")]
    static void FreePage(Page page)
    {
        if (page.IsZoneDevice)
            FreeZoneDevicePage(page, page.Pagemap);
        else
            page.Allocator.Free(page);
    }

    /// <summary><c>free_zone_device_folio()</c></summary>
    static void FreeZoneDevicePage(Page page, DevicePagemap pagemap)
    {
        pagemap.PageFree(page);
        if (pagemap.Type is MemoryType.Private)
            pagemap.Put();
    }

    [ColdPath("once in the life of a device")]
    public static void AddDevicePage(Page page)
    {
        page.RefCount = 0;
        if (!page.IsDevicePrivate)
            page.Pagemap!.Get();
    }

    /// <summary><c>zone_device_page_init()</c>: the way from zero to one that Linux lacked in 2017.</summary>
    [ColdPath("only drivers come here")]
    public static void AllocateDevicePage(Page page)
    {
        page.RefCount = 1;
        if (page.IsDevicePrivate)
            page.Pagemap.Get();
    }

    public static void RemoveDevicePage(Page page)
    {
        if (!page.IsDevicePrivate)
            page.Pagemap!.Put();
    }
}
