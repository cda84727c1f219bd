namespace Benchmarks.DevicePages;

/// <summary>Who counts which ordinary pages.</summary>
public enum Scene
{
    /// <summary>One thread, one page.</summary>
    OneThread,
    /// <summary>One thread, pages in random order over 64 MiB of descriptors.</summary>
    ColdPages,
    /// <summary>Two threads, a page each.</summary>
    TwoThreadsOwnPages,
    /// <summary>Two threads, one page.</summary>
    TwoThreadsOnePage,
}
