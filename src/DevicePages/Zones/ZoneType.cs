namespace DevicePages;

/// <summary>Where the memory of a page comes from (Linux <c>enum zone_type</c>).</summary>
public enum ZoneType
{
    /// <summary>No memory behind this page frame number.</summary>
    None = 0,
    /// <summary>System memory for everybody.</summary>
    Normal = 1,
    /// <summary>System memory for pages that can be migrated.</summary>
    Movable = 2,
    /// <summary>Memory of a device, managed by its driver, never by the page allocator.</summary>
    Device = 3,
}
