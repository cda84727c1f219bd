namespace DevicePages;

/// <summary>Watches a range of an address space for a device that mirrors it (Linux <c>struct mmu_interval_notifier</c>). Thread-safe.</summary>
/// <remarks>
/// To mirror: <see cref="ReadBegin"/>, collect pages, take the device's lock, and use them only if not <see cref="MustRetry"/>, which is asked under that lock.
/// The callback takes the same lock. A mirror holds no references: what it was told to forget may be gone.
/// </remarks>
public sealed class IntervalNotifier : IDisposable
{
    readonly NotifierList list;
    readonly Action<Invalidation> invalidate;

    // Both under the list's lock.
    internal long Sequence;
    internal int Active;

    /// <summary>Starts to watch. Of changes that are under way anywhere in the address space it is not told, but <see cref="ReadBegin"/> waits for their end.</summary>
    /// <param name="space">The address space.</param>
    /// <param name="start">The first address.</param>
    /// <param name="end">The address behind the last.</param>
    /// <param name="invalidate">Called before entries of the range change, under locks of the address space: it must not access memory through it. If it throws, the exception goes to who wanted the change, which is not made.</param>
    public IntervalNotifier(AddressSpace space, long start, long end, Action<Invalidation> invalidate)
    {
        (Space, Start, End, this.invalidate) = (space, start, end, invalidate);
        list = space.Notifiers;
        list.Add(this);
    }

    /// <summary>What is watched.</summary>
    public AddressSpace Space { get; }

    /// <summary>The first address.</summary>
    public long Start { get; }

    /// <summary>The address behind the last.</summary>
    public long End { get; }

    /// <summary>Waits until nothing changes in the range (<c>mmu_interval_read_begin</c>). Not under the mmap lock, whose holder may be what it waits for.</summary>
    /// <returns>For <see cref="MustRetry"/>.</returns>
    public long ReadBegin() => list.WaitUntilQuiet(this);

    /// <summary>Whether something changed or is changing (<c>mmu_interval_read_retry</c>).</summary>
    /// <param name="sequence">From <see cref="ReadBegin"/>.</param>
    public bool MustRetry(long sequence) => list.HasChanged(this, sequence);

    /// <summary>Stops watching.</summary>
    public void Dispose() => list.Remove(this);

    internal void Notify(Invalidation invalidation) => invalidate(invalidation);
}
