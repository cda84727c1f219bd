using System.Runtime.InteropServices;

namespace DevicePages;

/// <summary>The descriptors of all pages by page frame number (Linux <c>vmemmap</c>). Holes have descriptors too, of <see cref="ZoneType.None"/>.</summary>
sealed unsafe class PageArray : IDisposable
{
    readonly NativeBlock block;
    readonly PageDescriptor* pages;
    int present;

    public PageArray(int length)
    {
        Length = present = length;
        block = new((long)length * PageDescriptor.Size, PageDescriptor.Size);
        pages = (PageDescriptor*)block.Address;
        NativeMemory.Clear(pages, (nuint)length * PageDescriptor.Size);
    }

    public int Length { get; }

    public Page this[int pfn] => (uint)pfn < (uint)present ? new(pages + pfn) : throw NotPresent(pfn);

    public int IndexOf(Page page) => (int)(((nuint)page.Descriptor - (nuint)pages) / PageDescriptor.Size);

    public void Dispose()
    {
        present = 0;
        block.Dispose();
    }

    Exception NotPresent(int pfn) => present < Length
        ? new ObjectDisposedException(nameof(PhysicalMemory))
        : new ArgumentOutOfRangeException(nameof(pfn), pfn, $"There are {Length} page frames.");
}
