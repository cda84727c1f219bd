using System.Runtime.CompilerServices;

namespace DevicePages.Tests;

/// <summary>The pair of atomics that get and put come down to, with nothing added: what the protocols are measured by.</summary>
sealed class RawCount
{
    public unsafe void Get(Page page) => Interlocked.Increment(ref page.Descriptor->RefCount);

    public unsafe void Put(Page page)
    {
        if (Interlocked.Decrement(ref page.Descriptor->RefCount) == 0)
            Release(page);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    void Release(Page page) => throw new InvalidOperationException($"{this} dropped the last reference: {page}.");
}
