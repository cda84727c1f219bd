namespace DevicePages;

public abstract partial class PhysicalMemory
{
    /// <summary>The zones that an allocation looks into, in this order.</summary>
    /// <param name="best">The first of them, if there is any such memory.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="best"/> is no zone.</exception>
    public IReadOnlyList<Zone> Zonelist(AllocationZone best) => allocator.Zonelist(best);

    /// <summary>Takes a page of system memory with one reference, which <see cref="Put(Page)"/> gives back (<c>alloc_pages</c>).</summary>
    /// <param name="best">Where from, if it can be had there.</param>
    /// <param name="order">Binary logarithm of the number of pages, up to <see cref="Zone.MaxOrder"/>; from 1 they are one compound page.</param>
    /// <param name="page">The page, with whatever contents.</param>
    /// <returns>There was memory.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="best"/> is no zone, or no block has <paramref name="order"/>.</exception>
    public bool TryAllocate(AllocationZone best, int order, out Page page)
    {
        page = default;
        return Allocate(best, order, new Span<Page>(ref page)) > 0;
    }

    /// <summary>Takes pages of system memory, each with one reference (<c>alloc_pages_bulk</c>): as many as there are, and side by side as far as they can be had so.</summary>
    /// <param name="best">Where from, as far as they can be had there.</param>
    /// <param name="order">Binary logarithm of the number of pages, up to <see cref="Zone.MaxOrder"/>; from 1 they are one compound page each.</param>
    /// <param name="pages">The pages, with whatever contents.</param>
    /// <param name="locked">With the page lock, as destinations of a migration are to be.</param>
    /// <returns>How many there were; the rest of <paramref name="pages"/> is as before.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="best"/> is no zone, or no block has <paramref name="order"/>.</exception>
    public int Allocate(AllocationZone best, int order, Span<Page> pages, bool locked = false)
    {
        int count = allocator.Take(best, order, pages);
        foreach (Page page in pages[..count])
        {
            if (locked)
                page.TakeFreshLocked();
            else
                page.SetCount(1);
            if (order > 0)
                CompoundPage.Make(page, order);
        }
        return count;
    }

    /// <summary>Takes a page of system memory, zeroed, with one reference, which <see cref="Put(Page)"/> gives back.</summary>
    /// <param name="best">Where from, if it can be had there.</param>
    /// <param name="order">Binary logarithm of the number of pages, up to <see cref="Zone.MaxOrder"/>; from 1 they are one compound page.</param>
    /// <exception cref="InsufficientMemoryException">There is no memory left.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="best"/> is no zone, or no block has <paramref name="order"/>.</exception>
    public Page Allocate(AllocationZone best = AllocationZone.Movable, int order = 0)
    {
        if (!TryAllocate(best, order, out Page page))
            throw new InsufficientMemoryException($"No block of {1 << order} pages is free.");
        Bytes(page).Clear();
        return page;
    }

    /// <summary>Makes single pages of a compound page that the caller alone uses (<c>split_page</c> of a frozen <c>folio</c>): each has one reference then.</summary>
    /// <param name="head">The head.</param>
    /// <param name="expected">All references there should be.</param>
    /// <returns>There were no others, and it is split; never when its map made it compound for its own life (<see cref="DevicePagemap.VmemmapShift"/>).</returns>
    public bool TrySplit(Page head, int expected) =>
        !(head.IsZoneDevice && PagemapOf(head).VmemmapShift > 0) && CompoundPage.TrySplit(head, expected);
}
