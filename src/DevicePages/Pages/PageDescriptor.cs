using System.Runtime.InteropServices;

namespace DevicePages;

/// <summary>What is known of one page (Linux <c>struct page</c>): one cache line, so that two pages never share one.</summary>
[StructLayout(LayoutKind.Explicit, Size = Size)]
struct PageDescriptor
{
    public const int Size = 64;

    /// <summary><see cref="PageFlags"/> below, <see cref="ZoneType"/> in the top two bits.</summary>
    [FieldOffset(0)] public uint Flags;
    /// <summary>In one word of 8 bytes with <see cref="Flags"/>, see <see cref="Page.UnlockAndDecrement"/>.</summary>
    [FieldOffset(4)] public int RefCount;
    [FieldOffset(8)] public int MapCount;
    /// <summary>Pins of a compound page; those of a single page are counted in <see cref="RefCount"/> with a bias.</summary>
    [FieldOffset(12)] public int PinCount;
    /// <summary>Address of the head descriptor plus one in a tail page, else zero.</summary>
    [FieldOffset(16)] public nint CompoundHead;
    [FieldOffset(24)] public long Mapping;
    [FieldOffset(32)] public long Index;
    /// <summary>Neighbours by page frame number in the LRU list or in a free list of the allocator.</summary>
    [FieldOffset(40)] public int Previous;
    [FieldOffset(44)] public int Next;
    [FieldOffset(48)] public int Pagemap;
    [FieldOffset(52)] public int Order;
    [FieldOffset(56)] public long DriverData;
}
