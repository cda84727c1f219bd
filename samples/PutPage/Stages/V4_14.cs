using StaticBranch;

namespace PutPage;

/// <summary>Linux v4.14, the thread's answer: the HMM hook behind a static branch. Where the flag is off nothing of it is left.</summary>
[HotPath]
readonly struct V4_14 : IStage<V4_14>
{
    public static void GetPage(Page page) => Interlocked.Increment(ref page.RefCount);

    public static void PutPage(Page page)
    {
        if (FeatureFlags.DevicePrivate && page.IsDevicePrivate)
            V4_12_HookAsBareBranch.PutDevicePrivatePage(page);
        else if (Interlocked.Decrement(ref page.RefCount) == 0)
            V4_12.FreePage(page);
    }
}
