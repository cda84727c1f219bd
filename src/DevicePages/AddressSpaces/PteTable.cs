using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DevicePages;

/// <summary>The entries of 2 MiB of an address space, or one entry for all of it, under one lock (Linux page table lock).</summary>
/// <remarks>A CPU access holds the lock while it moves bytes. So an entry that was replaced under the lock is out of use when the lock is dropped, as after a TLB flush.</remarks>
sealed class PteTable(long firstPage)
{
    public const int Order = 9;
    public const int Length = 1 << Order;

    readonly ulong[] words = new ulong[Length];
    ulong huge;

    public Lock Gate { get; } = new();

    public long FirstPage { get; } = firstPage;

    public long LastPage => FirstPage + Length - 1;

    /// <summary>The page behind the last of the table that a page is in.</summary>
    public static long EndOf(long page) => (page | Length - 1) + 1;

    /// <summary>The entry for the whole table (a huge PMD); none of the small ones is in use then.</summary>
    public Pte Huge
    {
        get => new(Volatile.Read(ref huge));
        set => Volatile.Write(ref huge, value.Word);
    }

    /// <summary>The small entry of a page.</summary>
    public Pte this[long page]
    {
        get => new(Volatile.Read(ref Word(page)));
        set => Volatile.Write(ref Word(page), value.Word);
    }

    /// <summary>Small entries side by side, as they are read and written by <see cref="MappingWalk.Places"/>.</summary>
    public Span<ulong> Words(long page, int count) => words.AsSpan((int)(page & Length - 1), count);

    /// <summary>The large entry, likewise.</summary>
    public Span<ulong> HugeWord() => new(ref huge);

    public bool IsEmpty => Huge.IsNone && Array.TrueForAll(words, static word => word == 0);

    /// <summary>What the hardware finds for a page, in the large entry or in a small one.</summary>
    public Pte Find(long page) => Huge is { IsNone: false } large ? new(large.Kind, large.Pfn + (int)(page - FirstPage), large.Flags) : this[page];

    /// <summary>Sets bits in the entry that <see cref="Find"/> finds.</summary>
    public void Mark(long page, PteFlags flags)
    {
        if (Huge.IsNone)
            this[page] = this[page].With(flags);
        else
            Huge = Huge.With(flags);
    }

    /// <summary><see cref="Clear"/> for the entry for the whole table.</summary>
    public Pte ClearHuge() => new(Interlocked.Exchange(ref huge, 0));

    /// <summary>Takes an entry away so that nobody can get at the page any more, and returns what it was (<c>ptep_clear_flush</c>).</summary>
    public Pte Clear(long page) => new(Interlocked.Exchange(ref Word(page), 0));

    // The mask is the bounds check.
    ref ulong Word(long page) => ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(words), (nint)(page & Length - 1));
}
