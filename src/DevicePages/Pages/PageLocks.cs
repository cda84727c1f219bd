namespace DevicePages;

/// <summary>The page lock: a bit in each page, and sleep for who finds it set (Linux <c>lock_page</c>). Whoever waits without the lock takes no reference either.</summary>
sealed class PageLocks(PageWaitTable waits)
{
    public void Lock(Page page)
    {
        if (!page.TryLock())
            waits.WaitUntil(page, static page =>
            {
                page.Set(PageFlags.Waiters);
                return page.TryLock();
            }, Timeout.InfiniteTimeSpan);
    }

    public void Unlock(Page page)
    {
        PageFlags had = page.TakeOff(PageFlags.Locked | PageFlags.Waiters);
        if (PageChecks.IsEnabled && (had & PageFlags.Locked) == 0)
            throw NotLocked();
        if ((had & PageFlags.Waiters) != 0)
            waits.Wake(page);
    }

    /// <summary><see cref="Unlock"/> and <see cref="Page.DecrementAndTest"/> in one step. Wakes by the page's address: it may be another's by now.</summary>
    public bool UnlockDecrementAndTest(Page page)
    {
        if (PageChecks.IsEnabled && (page.Flags & PageFlags.Locked) == 0)
            throw NotLocked();
        (PageFlags flags, int count) = page.UnlockAndDecrement();
        if ((flags & PageFlags.Waiters) != 0)
        {
            page.Clear(PageFlags.Waiters);
            waits.Wake(page);
        }
        return count == 0;
    }

    public void WaitWhileLocked(Page page)
    {
        if (page.IsLocked)
            // In one step: without a reference, the page may be freed and another's in between, whose owner would not know to wake.
            waits.WaitUntil(page, static page => (page.FetchSet(PageFlags.Waiters) & PageFlags.Locked) == 0, Timeout.InfiniteTimeSpan);
    }

    static PageStateException NotLocked() => new("Unlock of a page that is not locked.");
}
