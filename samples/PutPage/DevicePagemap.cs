namespace PutPage;

/// <summary><c>struct dev_pagemap</c>: a range of device memory, which must not go away while it is referenced.</summary>
sealed class DevicePagemap(MemoryType type, Action<Page> pageFree)
{
    int references = 1;

    public MemoryType Type => type;

    public int References => references;

    /// <summary>Tells the driver, or the file system, that nobody uses the page any more.</summary>
    public Action<Page> PageFree => pageFree;

    public void Get() => Interlocked.Increment(ref references);

    public void Put() => Interlocked.Decrement(ref references);
}
