using System.Runtime.CompilerServices;
using StaticBranch;

namespace DevicePages;

/// <summary>
/// A page, as a handle of one word (Linux <c>struct page *</c>), with the <c>page_ref</c> family of operations.
/// </summary>
/// <remarks>
/// All operations are thread-safe. Those that modify and return a value are full fences; <see cref="Count"/> is an acquire, <see cref="Unfreeze"/> a release.
/// They act on the page that they are given: a reference to a compound page is kept in its <see cref="Head"/>.
/// They know nothing of who is told when a page becomes free: to take and drop references say <see cref="PhysicalMemory.Get"/> and <see cref="PhysicalMemory.Put(Page)"/>.
/// Source: <c>include/linux/page_ref.h</c>, <c>include/linux/mm.h</c>, v6.18.
/// </remarks>
public readonly unsafe struct Page : IEquatable<Page>
{
    /// <summary>References that one pin of a single page is worth (<c>GUP_PIN_COUNTING_BIAS</c>).</summary>
    public const int PinBias = 1024;

    const int ZoneShift = 30;
    const uint DeviceZone = (uint)ZoneType.Device << ZoneShift;
    const uint FlagMask = (1u << ZoneShift) - 1;
    const long AnonymousBit = 1;

    internal readonly PageDescriptor* Descriptor;

    internal Page(PageDescriptor* descriptor) => Descriptor = descriptor;

    /// <summary>No page.</summary>
    public bool IsNull => Descriptor == null;

    /// <summary>The flags, as of now.</summary>
    public PageFlags Flags => (PageFlags)(Volatile.Read(ref Descriptor->Flags) & FlagMask);

    /// <summary>The zone that the page belongs to.</summary>
    public ZoneType Zone => (ZoneType)(Descriptor->Flags >> ZoneShift);

    /// <summary>Memory of a device (<c>is_zone_device_page</c>).</summary>
    public bool IsZoneDevice
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Descriptor->Flags >= DeviceZone;
    }

    /// <summary>The page that counts for this one: itself, or the first page of the compound page that it is in (<c>compound_head</c>).</summary>
    public Page Head
    {
        get
        {
            nint head = Volatile.Read(ref Descriptor->CompoundHead);
            return head == 0 ? this : new((PageDescriptor*)(head - 1));
        }
    }

    /// <summary>A page of a compound page other than its head.</summary>
    public bool IsTail => Volatile.Read(ref Descriptor->CompoundHead) != 0;

    /// <summary>Binary logarithm of the pages in this compound page; 0 for a single page. Meaningful for heads.</summary>
    public int Order => (Flags & PageFlags.Head) != 0 ? Descriptor->Order : 0;

    /// <summary>Page table entries that map the page.</summary>
    public int MapCount => Volatile.Read(ref Descriptor->MapCount);

    /// <summary>
    /// What the page's contents belong to: zero, or a word of the layer above, odd for anonymous memory. Cleared when a page becomes free, but for file pages of a DAX device.
    /// </summary>
    public long Mapping
    {
        get => Volatile.Read(ref Descriptor->Mapping);
        set => Volatile.Write(ref Descriptor->Mapping, value);
    }

    internal bool IsLocked => (Flags & PageFlags.Locked) != 0;

    /// <summary><see cref="Mapping"/> is anonymous memory.</summary>
    public bool IsAnonymous => (Mapping & AnonymousBit) != 0;

    /// <summary>Offset in <see cref="Mapping"/>, in pages.</summary>
    public long Index
    {
        get => Descriptor->Index;
        set => Descriptor->Index = value;
    }

    /// <summary>The driver's own word for a device page (<c>zone_device_data</c>).</summary>
    public long DriverData
    {
        get => Volatile.Read(ref Descriptor->DriverData);
        set => Volatile.Write(ref Descriptor->DriverData, value);
    }

    /// <summary>References to this page (<c>page_ref_count</c>).</summary>
    public int Count => Volatile.Read(ref Descriptor->RefCount);

    /// <summary>Pins, exactly for a compound page; for a single page see <see cref="MaybePinned"/>.</summary>
    public int PinCount => Volatile.Read(ref Descriptor->PinCount);

    /// <summary>Somebody may access the page by its address, a device for instance (<c>folio_maybe_dma_pinned</c>). Never wrongly false; many references to a single page make it wrongly true.</summary>
    public bool MaybePinned => Order > 0 ? PinCount > 0 : (uint)Count >= PinBias;

    /// <summary>Stores the count (<c>set_page_count</c>).</summary>
    /// <param name="value">The new count.</param>
    public void SetCount(int value) => Volatile.Write(ref Descriptor->RefCount, value);

    /// <summary>Adds references to some that the caller holds (<c>page_ref_add</c>).</summary>
    /// <param name="references">How many, from 1.</param>
    public void Add(int references) => Interlocked.Add(ref Descriptor->RefCount, references);

    /// <summary>Drops references without a look at what is left (<c>page_ref_sub</c>).</summary>
    /// <param name="references">How many, from 1.</param>
    public void Subtract(int references) => Interlocked.Add(ref Descriptor->RefCount, -references);

    /// <summary>Adds a reference (<c>page_ref_inc</c>).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Increment() => Interlocked.Increment(ref Descriptor->RefCount);

    /// <summary>Drops a reference without a look at what is left (<c>page_ref_dec</c>).</summary>
    public void Decrement() => Interlocked.Decrement(ref Descriptor->RefCount);

    /// <summary>Adds a reference and returns the new count (<c>page_ref_inc_return</c>).</summary>
    public int IncrementReturn() => Interlocked.Increment(ref Descriptor->RefCount);

    /// <summary>Drops a reference and returns the new count (<c>page_ref_dec_return</c>).</summary>
    public int DecrementReturn() => Interlocked.Decrement(ref Descriptor->RefCount);

    /// <summary>Drops references and returns the new count (<c>page_ref_sub_return</c>).</summary>
    /// <param name="references">How many, from 1.</param>
    public int SubtractReturn(int references) => Interlocked.Add(ref Descriptor->RefCount, -references);

    /// <summary>Drops a reference (<c>put_page_testzero</c>).</summary>
    /// <returns>It was the last.</returns>
    /// <exception cref="PageStateException">There was none, and <see cref="PageChecks"/> are on.</exception>
    [HotPath, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool DecrementAndTest()
    {
        if (PageChecks.IsEnabled)
            ThrowUnlessReferenced(1);
        return Interlocked.Decrement(ref Descriptor->RefCount) == 0;
    }

    /// <summary>Drops references (<c>page_ref_sub_and_test</c>).</summary>
    /// <param name="references">How many, from 1.</param>
    /// <returns>They were the last.</returns>
    /// <exception cref="PageStateException">There were less, and <see cref="PageChecks"/> are on.</exception>
    [HotPath, MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool SubtractAndTest(int references)
    {
        if (PageChecks.IsEnabled)
            ThrowUnlessReferenced(references);
        return Interlocked.Add(ref Descriptor->RefCount, -references) == 0;
    }

    /// <summary>Adds references unless the count has one value (<c>page_ref_add_unless</c>), or would run over.</summary>
    /// <param name="references">How many, from 1.</param>
    /// <param name="unless">The count at which nothing is added.</param>
    /// <returns>They were added.</returns>
    public bool AddUnless(int references, int unless)
    {
        int seen = Count;
        while (seen != unless && seen <= int.MaxValue - references)
        {
            int before = Interlocked.CompareExchange(ref Descriptor->RefCount, seen + references, seen);
            if (before == seen)
                return true;
            seen = before;
        }
        return false;
    }

    /// <summary>Takes a reference to a page that the caller holds none of, unless it is free or frozen (<c>get_page_unless_zero</c>).</summary>
    /// <returns>A reference was taken; the caller now verifies that it is the page that it looked for.</returns>
    public bool TryGet() => AddUnless(1, unless: 0);

    /// <summary>Takes references unless the page is free or frozen (<c>folio_ref_try_add</c>).</summary>
    /// <param name="references">How many, from 1.</param>
    /// <returns>They were taken.</returns>
    public bool TryAdd(int references) => AddUnless(references, unless: 0);

    /// <summary>Takes one more reference unless the count ran over (<c>try_get_page</c>). The test races with other gets; half of the range is its margin.</summary>
    /// <returns>A reference was taken.</returns>
    public bool TryGetLimited()
    {
        if (Count <= 0)
            return false;
        Increment();
        return true;
    }

    /// <summary>Keeps everybody else from taking a reference, if nobody holds more than the caller knows of (<c>page_ref_freeze</c>).</summary>
    /// <param name="expected">All references there should be.</param>
    /// <returns>The count was as expected and is 0 until <see cref="Unfreeze"/>.</returns>
    public bool TryFreeze(int expected) => Interlocked.CompareExchange(ref Descriptor->RefCount, 0, expected) == expected;

    /// <summary>Gives a frozen page its references back and publishes all that was written to it meanwhile (<c>page_ref_unfreeze</c>).</summary>
    /// <param name="references">The new count, from 1.</param>
    /// <exception cref="PageStateException">The page is not frozen or the count not positive, and <see cref="PageChecks"/> are on.</exception>
    public void Unfreeze(int references)
    {
        if (PageChecks.IsEnabled && (Count != 0 || references <= 0))
            throw new PageStateException($"Unfreeze to {references} of a page with count {Count}.");
        Volatile.Write(ref Descriptor->RefCount, references);
    }

    /// <summary>One more page table entry maps the page.</summary>
    /// <returns>The new map count.</returns>
    public int IncrementMapCount() => Interlocked.Increment(ref Descriptor->MapCount);

    // Nobody else can map an anonymous page that is mapped nowhere, so that the first entry for it need not be counted atomically (folio_add_new_anon_rmap).
    internal void CountMapping()
    {
        if (IsAnonymous && Descriptor->MapCount == 0)
            Descriptor->MapCount = 1;
        else
            IncrementMapCount();
    }

    /// <summary>One page table entry less maps the page.</summary>
    /// <returns>The new map count.</returns>
    public int DecrementMapCount() => Interlocked.Decrement(ref Descriptor->MapCount);

    /// <summary>Sets flags.</summary>
    /// <param name="flags">One or more flags.</param>
    public void Set(PageFlags flags) => Interlocked.Or(ref Descriptor->Flags, (uint)flags);

    /// <summary>Clears flags.</summary>
    /// <param name="flags">One or more flags.</param>
    public void Clear(PageFlags flags) => Interlocked.And(ref Descriptor->Flags, ~(uint)flags);

    /// <summary>Sets a flag.</summary>
    /// <param name="flag">One flag.</param>
    /// <returns>It was set before.</returns>
    public bool TestSet(PageFlags flag) => (FetchSet(flag) & flag) != 0;

    /// <summary>Clears a flag.</summary>
    /// <param name="flag">One flag.</param>
    /// <returns>It was set before.</returns>
    public bool TestClear(PageFlags flag) => (Interlocked.And(ref Descriptor->Flags, ~(uint)flag) & (uint)flag) != 0;

    /// <summary>Takes the page lock unless somebody has it (<c>trylock_page</c>). Unlock with <see cref="PhysicalMemory.Unlock"/>.</summary>
    /// <returns>The caller has the lock.</returns>
    public bool TryLock() => !TestSet(PageFlags.Locked);

    // Without the cost of an atomic, for a page that is free: nobody refers to it, and its lock, that others wait for without, is free (__ClearPageX).
    internal void ClearUnshared(PageFlags flags) => Descriptor->Flags &= ~(uint)flags;

    // Gives up the page lock and a reference in one step, and returns the flags as of then, and the new count.
    internal (PageFlags Flags, int Count) UnlockAndDecrement()
    {
        if (PageChecks.IsEnabled)
            ThrowUnlessReferenced(1);
        ulong after = Interlocked.Add(ref *(ulong*)Descriptor, unchecked(0ul - (1ul << 32) - (ulong)PageFlags.Locked));
        return ((PageFlags)((uint)after & FlagMask), (int)(after >> 32));
    }

    // Gives a free page its first references and takes its lock in one step; does neither if the count is not that of a free page or somebody has the lock.
    internal bool TryTakeLocked(int free, int taken)
    {
        ulong seen = Volatile.Read(ref *(ulong*)Descriptor);
        if ((int)(seen >> 32) != free || (seen & (ulong)PageFlags.Locked) != 0)
            return false;
        ulong locked = (uint)seen | (ulong)PageFlags.Locked | (ulong)(uint)taken << 32;
        return Interlocked.CompareExchange(ref *(ulong*)Descriptor, locked, seen) == seen;
    }

    // The same for a page fresh from the allocator, without an atomic: nobody refers to it, and who waits for its lock without a reference sees it free (__folio_set_locked).
    internal void TakeFreshLocked()
    {
        Descriptor->Flags |= (uint)PageFlags.Locked;
        SetCount(1);
    }

    internal PageFlags TakeOff(PageFlags flags) => (PageFlags)(Interlocked.And(ref Descriptor->Flags, ~(uint)flags) & (uint)flags);

    // Without the cost of an atomic where nothing changes.
    internal void Mark(PageFlags flags)
    {
        if ((Flags & flags) != flags)
            Set(flags);
    }

    internal PageFlags FetchSet(PageFlags flags) => (PageFlags)(Interlocked.Or(ref Descriptor->Flags, (uint)flags) & FlagMask);

    internal void AddPins(int pins) => Interlocked.Add(ref Descriptor->PinCount, pins);

    internal bool TryTransition(int from, int to) => Interlocked.CompareExchange(ref Descriptor->RefCount, to, from) == from;

    // Fields other than count and waiters of a page that nobody else can reach yet or any more.
    internal void Initialize(ZoneType zone, PageFlags flags, int count)
    {
        *Descriptor = default;
        Descriptor->Flags = (uint)zone << ZoneShift | (uint)flags;
        SetCount(count);
    }

    internal void InitializeDevice(int pagemap, int count)
    {
        *Descriptor = default;
        (Descriptor->Flags, Descriptor->Pagemap) = (DeviceZone | (uint)PageFlags.Reserved, pagemap);
        SetCount(count);
    }

    [ColdPath("Runs only while page checks are on")]
    internal void ThrowUnlessReferenced(int references)
    {
        if (IsTail)
            throw new PageStateException("References to a compound page are kept in its head.");
        if (IsZeroOrCloseToOverflow(Count) || Count is > 0 and int count && count < references)
            throw new PageStateException($"Put of {references} references to a page with count {Count}: put twice, or used after it was freed.");
    }

    [ColdPath("Runs only while page checks are on")]
    internal void ThrowUnlessGettable()
    {
        if (IsTail)
            throw new PageStateException("References to a compound page are kept in its head.");
        if (IsZeroOrCloseToOverflow(Count))
            throw new PageStateException($"Get of a page with count {Count}: free, or close to overflow. Without a reference of your own use TryGet.");
    }

    // True from -127 to 0. Other negative counts are left for TryGetLimited to notice (v5.1, f958d7b528b1).
    static bool IsZeroOrCloseToOverflow(int count) => (uint)count + 127u <= 127u;

    /// <inheritdoc/>
    public bool Equals(Page other) => Descriptor == other.Descriptor;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Page other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => ((nint)Descriptor / PageDescriptor.Size).GetHashCode();

    /// <summary>Same page.</summary>
    public static bool operator ==(Page left, Page right) => left.Equals(right);

    /// <summary>Another page.</summary>
    public static bool operator !=(Page left, Page right) => !left.Equals(right);

    /// <inheritdoc/>
    public override string ToString() => IsNull ? "null" : $"{Zone} count {Count} mapcount {MapCount} {Flags}";
}
