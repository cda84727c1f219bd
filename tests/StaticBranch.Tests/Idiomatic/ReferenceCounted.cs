namespace StaticBranch.Tests.Idiomatic;

/// <summary>Counts as the textbooks do: the tests ask the count, or refuse a caller's mistake.</summary>
class ReferenceCounted(Action<ReferenceCounted> release)
{
    int refCount = 1;

    public bool TryAcquire()
    {
        var seen = Volatile.Read(ref refCount);
        while (seen > 0)
        {
            var found = Interlocked.CompareExchange(ref refCount, seen + 1, seen);
            if (found == seen) return true;
            seen = found;
        }
        return false;
    }

    public void Acquire()
    {
        if (Interlocked.Increment(ref refCount) <= 1) throw new ObjectDisposedException(nameof(ReferenceCounted));
    }

    public void Release()
    {
        var left = Interlocked.Decrement(ref refCount);
        ArgumentOutOfRangeException.ThrowIfNegative(left);
        if (left == 0) release(this);
    }

    public bool ReleaseMany(int count)
    {
        switch (Interlocked.Add(ref refCount, -count))
        {
            case 0:
                release(this);
                return true;
            case < 0:
                throw new InvalidOperationException("More references were released than taken.");
            default:
                return false;
        }
    }
}
