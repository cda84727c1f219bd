namespace DevicePages;

/// <summary>Takes pages of system memory from the first zone of a list that has them.</summary>
sealed class PageAllocator
{
    readonly Zone[] zones;
    readonly Zone[][] zonelists;

    public PageAllocator(IEnumerable<Zone> zones)
    {
        this.zones = [.. zones];
        zonelists = [.. from AllocationZone best in Enum.GetValues<AllocationZone>() select ZonelistFor(best)];
    }

    public IReadOnlyList<Zone> Zonelist(AllocationZone best) => zonelists[(int)best];

    public bool TryTake(AllocationZone best, int order, out Page block)
    {
        foreach (Zone zone in zonelists[(int)best])
            if (zone.TryTake(order, out block))
                return true;
        block = default;
        return false;
    }

    public void Release(int pfn, int order)
    {
        int zone = 0;
        while (pfn >= zones[zone].Start + zones[zone].Spanned)
            zone++;
        zones[zone].Release(pfn, order);
    }

    // build_zonerefs_node: falls back from the better zone to the lesser, and only over zones whose pages were given to the allocator.
    Zone[] ZonelistFor(AllocationZone best) =>
        [.. from zone in zones
            where zone.Present > 0 && (zone.Type == ZoneType.Normal || best == AllocationZone.Movable)
            orderby zone.Type descending
            select zone];
}
