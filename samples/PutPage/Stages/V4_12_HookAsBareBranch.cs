using StaticBranch;

namespace PutPage;

/// <summary>
/// What the thread asks for: HMM must tell the driver when a page of device-private memory goes from two references to one,
/// which means free where the device itself holds one. put_page() alone needs it, but all pages come through there.
/// </summary>
readonly struct V4_12_HookAsBareBranch : IStage<V4_12_HookAsBareBranch>
{
    public static void GetPage(Page page) => Interlocked.Increment(ref page.RefCount);

    public static void PutPage(Page page)
    {
        // SB1001
        if (page.IsDevicePrivate)
            PutDevicePrivatePage(page);
        else if (Interlocked.Decrement(ref page.RefCount) == 0)
            V4_12.FreePage(page);
    }

    /// <summary><c>put_zone_device_private_or_public_page()</c></summary>
    [ColdPath("few machines have device-private memory")]
    public static void PutDevicePrivatePage(Page page)
    {
        switch (Interlocked.Decrement(ref page.RefCount))
        {
            // Nobody else holds a reference, so the count stays as it is.
            case 1:
                page.Pagemap!.PageFree(page);
                break;
            case 0:
                V4_12.FreePage(page);
                break;
        }
    }
}
