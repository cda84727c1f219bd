namespace DevicePages;

/// <summary>Sleeping until something about a page becomes true (Linux <c>wait_var_event</c> and <c>wake_up_var</c>). Pages share a few monitors; a woken waiter looks again.</summary>
/// <remarks>The condition is tested under the monitor that <see cref="Wake"/> takes, so a change that precedes a wake is never missed. Waiting takes no reference.</remarks>
sealed class PageWaitTable
{
    readonly object[] monitors = [.. Enumerable.Range(0, 64).Select(_ => new object())];

    public bool WaitUntil(Page page, Func<Page, bool> condition, TimeSpan timeout)
    {
        long deadline = timeout == Timeout.InfiniteTimeSpan ? long.MaxValue : Environment.TickCount64 + (long)timeout.TotalMilliseconds;
        object monitor = MonitorOf(page);
        lock (monitor)
            while (!condition(page))
            {
                long left = deadline - Environment.TickCount64;
                if (left <= 0)
                    return false;
                Monitor.Wait(monitor, (int)Math.Min(left, int.MaxValue));
            }
        return true;
    }

    public void Wake(Page page)
    {
        object monitor = MonitorOf(page);
        lock (monitor)
            Monitor.PulseAll(monitor);
    }

    object MonitorOf(Page page) => monitors[(uint)page.GetHashCode() % monitors.Length];
}
