namespace DevicePages.Tests;

/// <summary>A protocol where a test can put itself between a look at a page and the speculative get that follows.</summary>
readonly struct InterposedGet<TProtocol> : IVariantOf<TProtocol> where TProtocol : struct, IPageProtocol
{
    [ThreadStatic] static Action? step;

    /// <summary>What happens before the next speculative get of this thread.</summary>
    public static Action? Before { set => step = value; }

    static bool IPageProtocol.TryGet(PhysicalMemory memory, Page page, int references)
    {
        Interlocked.Exchange(ref step, null)?.Invoke();
        return TProtocol.TryGet(memory, page, references);
    }
}
