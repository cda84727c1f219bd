namespace PutPage;

/// <summary>
/// A draft with a real static branch in the wrong place. The page is asked first; and while no page is special the flag is never
/// read, its class never initialised, and the JIT compiles the test of a constant that it does not know yet.
/// </summary>
readonly struct V4_12_HookBeforeFlag : IStage<V4_12_HookBeforeFlag>
{
    public static void GetPage(Page page) => Interlocked.Increment(ref page.RefCount);

    public static void PutPage(Page page)
    {
        // SB2002
        if (page.IsDevicePrivate && FeatureFlags.DevicePrivate)
            V4_12_HookAsBareBranch.PutDevicePrivatePage(page);
        else if (Interlocked.Decrement(ref page.RefCount) == 0)
            V4_12.FreePage(page);
    }
}
