namespace DevicePages;

/// <summary>What a device's memory is for (Linux <c>enum memory_type</c>). Zero is no type, so that a forgotten one is noticed.</summary>
public enum PagemapType
{
    /// <summary>Memory that the CPU cannot reach: a CPU access faults and brings the page back (v4.14).</summary>
    Private = 1,
    /// <summary>Memory that the CPU reaches coherently but does not own (v6.0; the PUBLIC type of v4.14 to v5.2).</summary>
    Coherent,
    /// <summary>Persistent memory whose file system waits for pages to become idle (v4.18).</summary>
    FsDax,
    /// <summary>Memory that is mapped like any other and reports nothing (HOST in v4.14, DEVDAX in v5.3, GENERIC from v5.10).</summary>
    Generic,
    /// <summary>Memory of a PCI device that peers access directly (v4.20).</summary>
    PciP2Pdma,
}
