namespace PutPage;

/// <summary>A draft that looks free of special cases: a page that has a callback gets it. But every page is asked for one.</summary>
readonly struct V4_12_HookAsCallback : IStage<V4_12_HookAsCallback>
{
    public static void GetPage(Page page) => Interlocked.Increment(ref page.RefCount);

    public static void PutPage(Page page)
    {
        var count = Interlocked.Decrement(ref page.RefCount);
        // SB1004
        if (page.PageFree is { } pageFree && count == 1)
            pageFree(page);
        if (count == 0)
            V4_12.FreePage(page);
    }
}
