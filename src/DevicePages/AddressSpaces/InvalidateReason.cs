namespace DevicePages;

/// <summary>Why entries of a page table change (Linux <c>enum mmu_notifier_event</c>).</summary>
public enum InvalidateReason
{
    /// <summary>The range is unmapped.</summary>
    Unmap,
    /// <summary>Entries go, for whatever reason.</summary>
    Clear,
    /// <summary>Permissions change.</summary>
    Protection,
    /// <summary>A device migrates pages; its owner is told, so that it can leave its own out.</summary>
    Migrate,
    /// <summary>A device takes pages for itself, or loses them again.</summary>
    Exclusive,
    /// <summary>The address space ends.</summary>
    Release,
}
