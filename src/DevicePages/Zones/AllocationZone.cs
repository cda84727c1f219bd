namespace DevicePages;

/// <summary>The best kind of memory for an allocation (the zone bits of Linux's <c>gfp_t</c>). Device memory cannot be said.</summary>
public enum AllocationZone
{
    /// <summary>Memory that stays where it is.</summary>
    Normal,
    /// <summary>Memory that can be migrated; normal memory when there is none left.</summary>
    Movable,
}
