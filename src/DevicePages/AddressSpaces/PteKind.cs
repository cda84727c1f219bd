namespace DevicePages;

/// <summary>What an entry of a page table stands for.</summary>
enum PteKind
{
    /// <summary>Nothing.</summary>
    None,
    /// <summary>A page that the CPU can reach.</summary>
    Present,
    /// <summary>A page on its way elsewhere, which is locked. Owns neither a reference nor a map count (<c>SWP_MIGRATION_*</c>).</summary>
    Migration,
    /// <summary>A page in memory of a device that the CPU cannot reach. A mapping like any other but that an access faults (<c>SWP_DEVICE_*</c>).</summary>
    DevicePrivate,
    /// <summary>A page of system memory that a device has for itself until the CPU touches it (<c>SWP_DEVICE_EXCLUSIVE</c>).</summary>
    DeviceExclusive,
    /// <summary>Contents in swap space; the page frame number is a slot there.</summary>
    Swap,
}
