using System.Runtime.CompilerServices;
using StaticBranch;

namespace PutPage;

/// <summary>
/// Linux v4.12, the patch that the thread discusses: each page holds one reference to its pagemap, from creation to teardown.
/// The device test is still there, but where it runs once in the life of a page: position decides, not the condition.
/// </summary>
readonly struct V4_12 : IStage<V4_12>
{
    public static void GetPage(Page page) => Interlocked.Increment(ref page.RefCount);

    public static void PutPage(Page page)
    {
        if (Interlocked.Decrement(ref page.RefCount) == 0)
            FreePage(page);
    }

    /// <summary><c>__put_page()</c>. A device page comes here only when its device has gone.</summary>
    [ColdPath("once in the life of a page, after its last reference"), MethodImpl(MethodImplOptions.NoInlining)]
    public static void FreePage(Page page)
    {
        if (page.IsZoneDevice)
            page.Pagemap.Put();
        else
            page.Allocator.Free(page);
    }
}
