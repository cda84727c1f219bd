using System.Runtime.CompilerServices;
using DevicePages;

namespace Benchmarks.DevicePages;

/// <summary>A loop of get and put over pages.</summary>
abstract class Lane
{
    public abstract void Run(ReadOnlySpan<Page> pages);
}

sealed class Lane<TProtocol>(PhysicalMemory<TProtocol> memory) : Lane where TProtocol : struct, IPageProtocol
{
    public override void Run(ReadOnlySpan<Page> pages)
    {
        foreach (Page page in pages)
        {
            memory.Get(page);
            memory.Put(page);
        }
    }
}

/// <summary>The pair of atomics that all others are measured by.</summary>
sealed class RawLane : Lane
{
    public override unsafe void Run(ReadOnlySpan<Page> pages)
    {
        foreach (Page page in pages)
        {
            Interlocked.Increment(ref page.Descriptor->RefCount);
            if (Interlocked.Decrement(ref page.Descriptor->RefCount) == 0)
                Release(page);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    static void Release(Page page) => throw new InvalidOperationException($"The last reference was dropped: {page}.");
}
