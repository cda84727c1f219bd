namespace DevicePages;

/// <summary>The flags of a page (Linux <c>page->flags</c>). The zone is in the same word, see <see cref="Page.Zone"/>.</summary>
[Flags]
public enum PageFlags : uint
{
    /// <summary>No flag.</summary>
    None = 0,
    /// <summary>Somebody owns the page lock.</summary>
    Locked = 1 << 0,
    /// <summary>Somebody may sleep until the page is unlocked.</summary>
    Waiters = 1 << 1,
    /// <summary>The contents were written and are not saved elsewhere.</summary>
    Dirty = 1 << 2,
    /// <summary>The contents are valid.</summary>
    Uptodate = 1 << 3,
    /// <summary>The page is linked into the LRU list.</summary>
    Lru = 1 << 4,
    /// <summary>Recently used, as the LRU sees it.</summary>
    Active = 1 << 5,
    /// <summary>An anonymous page that only one address space maps.</summary>
    AnonExclusive = 1 << 6,
    /// <summary>Not for the page allocator.</summary>
    Reserved = 1 << 7,
    /// <summary>First page of a compound page.</summary>
    Head = 1 << 8,
    /// <summary>Free, and first page of a block in the allocator's lists.</summary>
    Buddy = 1 << 9,
    /// <summary>Anonymous, so that swap would be its backing.</summary>
    SwapBacked = 1 << 10,
    /// <summary>Merged by KSM.</summary>
    Merged = 1 << 11,
    /// <summary>Seen by a CPU since the last scan.</summary>
    Referenced = 1 << 12,
}
