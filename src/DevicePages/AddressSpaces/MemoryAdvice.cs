namespace DevicePages;

/// <summary>What a program says of its use of memory (Linux <c>MADV_*</c>).</summary>
public enum MemoryAdvice
{
    /// <summary>The contents are not needed: private memory reads as zeros from now on.</summary>
    DontNeed,
    /// <summary>Large pages are welcome.</summary>
    HugePage,
    /// <summary>Same pages may be merged.</summary>
    Mergeable,
    /// <summary>Reclaim these now; pages in memory of a device stay.</summary>
    PageOut,
}
