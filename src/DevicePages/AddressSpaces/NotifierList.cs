namespace DevicePages;

/// <summary>The mirrors of an address space, and the changes that are under way (Linux <c>struct mmu_notifier_subscriptions</c>).</summary>
sealed class NotifierList
{
    readonly object gate = new();
    readonly List<IntervalNotifier> notifiers = [];
    // Came while something changed, and count as told of it until nothing does (deferred_list).
    readonly List<IntervalNotifier> late = [];
    int active;

    /// <summary>Lets a mirror hear of changes from now on; of those that are under way it waits for the end (<c>__mmu_interval_notifier_insert</c>).</summary>
    public void Add(IntervalNotifier notifier)
    {
        lock (gate)
        {
            notifiers.Add(notifier);
            if (active == 0)
                return;
            notifier.Active++;
            late.Add(notifier);
        }
    }

    public void Remove(IntervalNotifier notifier)
    {
        lock (gate)
            notifiers.Remove(notifier);
    }

    /// <summary>Tells the mirrors of some pages, and keeps them from mirroring these again until disposed (<c>mmu_notifier_invalidate_range_start</c> and <c>_end</c>).</summary>
    /// <param name="first">The first page.</param>
    /// <param name="end">The page behind the last.</param>
    /// <param name="reason">Why, or null if no mirror needs to know.</param>
    /// <param name="owner">Who.</param>
    public Scope Invalidate(long first, long end, InvalidateReason? reason, object? owner = null)
    {
        if (reason is null)
            return default;
        Invalidation invalidation = new(first << AddressSpace.PageShift, end << AddressSpace.PageShift, reason.Value, owner);
        IntervalNotifier[] told;
        lock (gate)
        {
            active++;
            told = [.. notifiers.Where(notifier => notifier.Start < invalidation.End && invalidation.Start < notifier.End)];
            foreach (IntervalNotifier notifier in told)
            {
                notifier.Sequence++;
                notifier.Active++;
            }
        }
        Scope scope = new(this, told);
        try
        {
            foreach (IntervalNotifier notifier in told)
                notifier.Notify(invalidation);
        }
        catch
        {
            scope.Dispose();
            throw;
        }
        return scope;
    }

    public long WaitUntilQuiet(IntervalNotifier notifier)
    {
        lock (gate)
        {
            while (notifier.Active > 0)
                Monitor.Wait(gate);
            return notifier.Sequence;
        }
    }

    public bool HasChanged(IntervalNotifier notifier, long sequence)
    {
        lock (gate)
            return notifier.Sequence != sequence;
    }

    void End(IntervalNotifier[] told)
    {
        lock (gate)
        {
            foreach (IntervalNotifier notifier in told)
                notifier.Active--;
            if (--active == 0)
                Admit();
            Monitor.PulseAll(gate);
        }
    }

    void Admit()
    {
        foreach (IntervalNotifier notifier in late)
            notifier.Active--;
        late.Clear();
    }

    public readonly struct Scope(NotifierList? list, IntervalNotifier[] told) : IDisposable
    {
        public void Dispose() => list?.End(told);
    }
}
