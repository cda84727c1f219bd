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

    public Zone[] Zonelist(AllocationZone best) => (uint)best < (uint)zonelists.Length ? zonelists[(int)best] : throw NoZone(best);

    public int Take(AllocationZone best, int order, Span<Page> blocks)
    {
        if ((uint)order > Zone.MaxOrder)
            throw NoOrder(order);
        int taken = 0;
        foreach (Zone zone in Zonelist(best))
            if (taken < blocks.Length)
                taken += zone.Take(order, blocks[taken..]);
        return taken;
    }

    public void Release(int pfn, int count)
    {
        foreach (Zone zone in zones)
            if (Math.Min(count, zone.Start + zone.Spanned - pfn) is > 0 and int inZone)
            {
                zone.Release(pfn, inZone);
                pfn += inZone;
                count -= inZone;
            }
    }

    // build_zonerefs_node: falls back from the better zone to the lesser, and only over zones whose pages were given to the allocator.
    Zone[] ZonelistFor(AllocationZone best) =>
        [.. from zone in zones
            where zone.Present > 0 && (zone.Type == ZoneType.Normal || best == AllocationZone.Movable)
            orderby zone.Type descending
            select zone];

    static ArgumentOutOfRangeException NoZone(AllocationZone best) => new(nameof(best), best, $"Pages are allocated from {string.Join(" or ", Enum.GetNames<AllocationZone>())} memory.");

    static ArgumentOutOfRangeException NoOrder(int order) => new(nameof(order), order, $"A block has 2^0 to 2^{Zone.MaxOrder} pages.");
}
