namespace DevicePages;

/// <summary>A counted static key (Linux <c>struct static_key</c>, v6.18): on while it has users. Thread-safe.</summary>
/// <remarks>
/// The kernel rewrites the branches; here they read the count. What is kept is the order of things: whoever returns from <see cref="Increment"/> finds the change done,
/// also when another thread does it.
/// </remarks>
/// <param name="patch">Called under a lock on each change between off and on, with the new state.</param>
public sealed class StaticKey(Action<bool>? patch = null)
{
    const int Enabling = -1;

    readonly Lock gate = new();
    int users;
    bool isSet;

    /// <summary>On, or on its way there.</summary>
    public bool IsEnabled => Volatile.Read(ref users) != 0;

    /// <summary>Users; the one that is just switching it on included.</summary>
    public int Count => Volatile.Read(ref users) is var count and not Enabling ? count : 1;

    /// <summary>One user more (<c>static_branch_inc</c>).</summary>
    /// <exception cref="OverflowException">It has 2^31 - 1 users.</exception>
    public void Increment()
    {
        if (TryAdd(1, from: count => count is > 0 and < int.MaxValue))
            return;
        lock (gate)
        {
            if (TryAdd(1, from: count => count is > 0 and < int.MaxValue))
                return;
            if (users != 0)
                throw new OverflowException("The key has as many users as it can count.");
            SwitchOn();
        }
    }

    /// <summary>One user less (<c>static_branch_dec</c>).</summary>
    /// <exception cref="InvalidOperationException">It has no users.</exception>
    public void Decrement()
    {
        if (TryAdd(-1, from: count => count > 1))
            return;
        lock (gate)
            while (!TrySwitchOff() && !TryAdd(-1, from: count => count > 1))
                if (Volatile.Read(ref users) == 0)
                    throw new InvalidOperationException("The key has no users.");
    }

    /// <summary>On, whoever uses it (<c>static_branch_enable</c>). Not to be mixed with counting.</summary>
    /// <exception cref="InvalidOperationException">It is counted. Linux warns from two users on.</exception>
    public void Enable()
    {
        lock (gate)
        {
            ThrowIfCounted();
            if (IsEnabled)
                return;
            SwitchOn();
            isSet = true;
        }
    }

    /// <summary>Off (<c>static_branch_disable</c>). Not to be mixed with counting.</summary>
    /// <exception cref="InvalidOperationException">It is counted. Linux warns from two users on.</exception>
    public void Disable()
    {
        lock (gate)
        {
            ThrowIfCounted();
            if (!TrySwitchOff())
                ThrowIfCounted();
        }
    }

    void ThrowIfCounted()
    {
        if (Count is > 0 and int count && (!isSet || count > 1))
            throw new InvalidOperationException($"The key has {count} users.");
    }

    void SwitchOn()
    {
        // Not a positive count before all branches are patched: another user would take the short way and return too early.
        Volatile.Write(ref users, Enabling);
        try
        {
            patch?.Invoke(true);
        }
        catch
        {
            Volatile.Write(ref users, 0);
            throw;
        }
        Volatile.Write(ref users, 1);
    }

    // By exchange: others count up from one without the lock.
    bool TrySwitchOff()
    {
        if (Interlocked.CompareExchange(ref users, 0, 1) != 1)
            return false;
        isSet = false;
        patch?.Invoke(false);
        return true;
    }

    bool TryAdd(int change, Func<int, bool> from)
    {
        int seen = Volatile.Read(ref users);
        while (from(seen))
        {
            int before = Interlocked.CompareExchange(ref users, seen + change, seen);
            if (before == seen)
                return true;
            seen = before;
        }
        return false;
    }
}
