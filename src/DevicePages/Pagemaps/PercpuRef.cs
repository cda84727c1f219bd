using System.Diagnostics;
using System.Numerics;

namespace DevicePages;

/// <summary>
/// A reference count that is cheap to take and drop from many CPUs while it is alive, and exact once it is killed (Linux <c>struct percpu_ref</c>, v6.18). Thread-safe.
/// </summary>
/// <remarks>
/// While alive, each CPU counts in a stripe of its own and nobody looks for zero; a bias keeps the shared count away from it. To leave that mode each stripe is sealed
/// by one exchange that also reads it. Whoever comes to a sealed stripe sees that in the result of its own addition and goes to the shared count,
/// so that none is lost and, other than in the kernel, no grace period has to pass between the sum and the switch.
/// </remarks>
public sealed class PercpuRef
{
    const long Bias = 1L << 62;
    const long Sealed = long.MinValue / 2;
    const long LooksSealed = Sealed / 2;
    const int LongsPerStripe = 16;

    readonly Lock gate = new();
    readonly Action release;
    readonly bool canReturn;
    readonly int lastStripe = (int)BitOperations.RoundUpToPowerOf2((uint)Environment.ProcessorCount) - 1;
    readonly long[] stripes;
    long count;
    bool mustStayAtomic;
    volatile bool isAtomic;
    volatile bool isDying;
    volatile bool hasExited;

    /// <summary>A live count of 1 in per-CPU mode, or as <paramref name="mode"/> says.</summary>
    /// <param name="release">Called when the count reaches zero, by whoever dropped the last reference; must not block.</param>
    /// <param name="mode">How to start.</param>
    public PercpuRef(Action release, PercpuRefMode mode = PercpuRefMode.Percpu)
    {
        this.release = release;
        // One stripe more, in front, keeps the array's header off the line of a counter.
        stripes = new long[(lastStripe + 2) * LongsPerStripe];
        canReturn = mode != PercpuRefMode.Percpu;
        mustStayAtomic = isAtomic = mode is PercpuRefMode.Atomic or PercpuRefMode.Dead;
        isDying = mode == PercpuRefMode.Dead;
        count = (isDying ? 0 : 1) + (isAtomic ? 0 : Bias);
        if (isAtomic)
            SealStripes();
    }

    /// <summary><see cref="Kill"/> was called, and nothing brought the count back since.</summary>
    public bool IsDying => isDying;

    /// <summary>The count is in one place, so that zero is noticed.</summary>
    public bool IsAtomic => isAtomic;

    /// <summary>No reference is left. Never in per-CPU mode; still answers after <see cref="Exit"/>.</summary>
    public bool IsZero => isAtomic && Interlocked.Read(ref count) == 0;

    /// <summary>References as of now, summed up: exact while nobody takes or drops any.</summary>
    public long Count
    {
        get
        {
            lock (gate)
                return isAtomic ? Interlocked.Read(ref count) : Interlocked.Read(ref count) - Bias + SumOfStripes();
        }
    }

    /// <summary>Takes references besides one that the caller holds (<c>percpu_ref_get_many</c>).</summary>
    /// <param name="references">How many, from 1.</param>
    /// <exception cref="ObjectDisposedException">After <see cref="Exit"/>.</exception>
    public void Get(long references = 1)
    {
        if (TryAddLocally(references))
            return;
        ObjectDisposedException.ThrowIf(hasExited, this);
        Interlocked.Add(ref count, references);
    }

    /// <summary>Takes references unless the count is zero (<c>percpu_ref_tryget_many</c>). Succeeds while dying, as long as somebody holds on.</summary>
    /// <param name="references">How many, from 1.</param>
    /// <returns>They were taken.</returns>
    public bool TryGet(long references = 1) => TryAddLocally(references) || TryAddUnlessZero(references);

    /// <summary>Takes references unless the count was killed (<c>percpu_ref_tryget_live</c>). Fails for good once the kill is confirmed.</summary>
    /// <param name="references">How many, from 1.</param>
    /// <returns>They were taken.</returns>
    public bool TryGetLive(long references = 1) => !isDying && (TryAddLocally(references) || TryAddLive(references));

    /// <summary>Drops references (<c>percpu_ref_put_many</c>), and releases at zero.</summary>
    /// <param name="references">How many, from 1.</param>
    /// <exception cref="ObjectDisposedException">After <see cref="Exit"/>.</exception>
    /// <exception cref="InvalidOperationException">More were dropped than taken.</exception>
    public void Put(long references = 1)
    {
        if (TryAddLocally(-references))
            return;
        ObjectDisposedException.ThrowIf(hasExited, this);
        long left = Interlocked.Add(ref count, -references);
        if (left == 0)
            release();
        else if (left < 0)
            throw TooManyDropped(-left);
    }

    /// <summary>Drops the initial reference and lets no new live ones be taken (<c>percpu_ref_kill_and_confirm</c>).</summary>
    /// <param name="confirm">Called when no <see cref="TryGetLive"/> can succeed any more, before the initial reference is dropped.</param>
    /// <exception cref="InvalidOperationException">Already dying.</exception>
    public void Kill(Action? confirm = null)
    {
        lock (gate)
        {
            if (isDying)
                throw new InvalidOperationException("The count was killed before.");
            isDying = true;
            LeavePercpuMode();
        }
        try
        {
            confirm?.Invoke();
        }
        finally
        {
            Put();
        }
    }

    /// <summary>Leaves per-CPU mode for good, without dying (<c>percpu_ref_switch_to_atomic_sync</c>).</summary>
    public void SwitchToAtomic()
    {
        lock (gate)
        {
            mustStayAtomic = true;
            LeavePercpuMode();
        }
    }

    /// <summary>Goes back to per-CPU mode, at once or, while dying, when brought back (<c>percpu_ref_switch_to_percpu</c>).</summary>
    /// <exception cref="InvalidOperationException">The count was not created to return to it.</exception>
    public void SwitchToPercpu()
    {
        lock (gate)
        {
            if (!canReturn)
                throw new InvalidOperationException("The count was created without a way back to per-CPU mode.");
            mustStayAtomic = false;
            if (!isDying)
                EnterPercpuMode();
        }
    }

    /// <summary>Takes back a kill: the initial reference is there again (<c>percpu_ref_resurrect</c>).</summary>
    /// <exception cref="InvalidOperationException">The count is not dying, or cannot return to per-CPU mode.</exception>
    /// <exception cref="ObjectDisposedException">After <see cref="Exit"/>.</exception>
    public void Resurrect()
    {
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(hasExited, this);
            if (!isDying)
                throw new InvalidOperationException("The count is alive.");
            if (!mustStayAtomic && !canReturn)
                throw new InvalidOperationException("The count was created without a way back to per-CPU mode.");
            Interlocked.Increment(ref count);
            isDying = false;
            if (!mustStayAtomic)
                EnterPercpuMode();
        }
    }

    /// <summary><see cref="Resurrect"/> when no reference is left (<c>percpu_ref_reinit</c>).</summary>
    /// <exception cref="InvalidOperationException">References are left.</exception>
    public void Reinit()
    {
        if (!IsZero)
            throw new InvalidOperationException($"{Count} references are left.");
        Resurrect();
    }

    /// <summary>The end: to take or drop references is an error from now on (<c>percpu_ref_exit</c>). A <see cref="TryGetLive"/> that comes late just fails.</summary>
    /// <exception cref="InvalidOperationException">References are left, or the count is alive.</exception>
    public void Exit()
    {
        lock (gate)
        {
            if (!IsZero)
                throw new InvalidOperationException("References are left.");
            hasExited = true;
        }
    }

    static InvalidOperationException TooManyDropped(long references) => new($"{references} more references were dropped than taken.");

    bool TryAddLocally(long references)
    {
        if (isAtomic)
            return false;
        int stripe = 1 + (Thread.GetCurrentProcessorId() & lastStripe);
        return Interlocked.Add(ref stripes[stripe * LongsPerStripe], references) > LooksSealed;
    }

    // Under the lock of the kill: after a look without it, the reference could be taken when the kill is confirmed already.
    bool TryAddLive(long references)
    {
        lock (gate)
            return !isDying && TryAddUnlessZero(references);
    }

    bool TryAddUnlessZero(long references)
    {
        long seen = Interlocked.Read(ref count);
        while (seen != 0)
        {
            long before = Interlocked.CompareExchange(ref count, seen + references, seen);
            if (before == seen)
                return true;
            seen = before;
        }
        return false;
    }

    void LeavePercpuMode()
    {
        if (isAtomic)
            return;
        isAtomic = true;
        // In one step: added stripe by stripe the count could pass through zero.
        long left = Interlocked.Add(ref count, SealStripes() - Bias);
        Debug.Assert(left > 0, "More references were dropped than taken in per-CPU mode.");
    }

    void EnterPercpuMode()
    {
        if (!isAtomic)
            return;
        Interlocked.Add(ref count, Bias);
        for (int i = LongsPerStripe; i < stripes.Length; i += LongsPerStripe)
            Interlocked.Exchange(ref stripes[i], 0);
        isAtomic = false;
    }

    long SealStripes()
    {
        long sum = 0;
        for (int i = LongsPerStripe; i < stripes.Length; i += LongsPerStripe)
            sum += Interlocked.Exchange(ref stripes[i], Sealed);
        return sum;
    }

    long SumOfStripes()
    {
        long sum = 0;
        for (int i = LongsPerStripe; i < stripes.Length; i += LongsPerStripe)
            sum += Interlocked.Read(ref stripes[i]);
        return sum;
    }
}
