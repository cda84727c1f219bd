namespace PutPage;

/// <summary>
/// A draft that takes "static branch" at its word. The kernel patches the machine code when the first driver registers;
/// the JIT does not, so an option that can still change is loaded and tested by every caller, for ever.
/// </summary>
readonly struct V4_12_HookAsOption : IStage<V4_12_HookAsOption>
{
    public static bool IsHmmEnabled { get; set; }

    public static void GetPage(Page page) => Interlocked.Increment(ref page.RefCount);

    public static void PutPage(Page page)
    {
        // SB1002
        if (IsHmmEnabled && page.IsDevicePrivate)
            V4_12_HookAsBareBranch.PutDevicePrivatePage(page);
        else if (Interlocked.Decrement(ref page.RefCount) == 0)
            V4_12.FreePage(page);
    }
}
