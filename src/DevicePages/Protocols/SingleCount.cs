using System.Runtime.CompilerServices;
using StaticBranch;

namespace DevicePages;

/// <summary>Get and put that count and nothing else: the whole of them in P1 and P4c, and what the other protocols add to.</summary>
static class SingleCount
{
    [HotPath, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Get(Page page)
    {
        if (PageChecks.IsEnabled)
            page.ThrowUnlessGettable();
        page.Increment();
    }

    [HotPath, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Put(PhysicalMemory memory, Page page)
    {
        if (page.DecrementAndTest())
            PageRelease.AfterLastPut(memory, page);
    }

    [HotPath, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Put(PhysicalMemory memory, Page page, int references)
    {
        if (PageChecks.IsEnabled)
            PageRelease.PutChecked(memory, page, references);
        else if (page.SubtractAndTest(references))
            PageRelease.AfterLastPut(memory, page);
    }
}
