namespace PutPage;

/// <summary>Where ordinary pages come from and go back to. Device pages must never end up here.</summary>
sealed class PageAllocator
{
    readonly HashSet<Page> free = [];

    public bool Holds(Page page) => free.Contains(page);

    public Page Allocate() => new(this) { RefCount = 1 };

    public void Free(Page page) => free.Add(page);
}
