using System.Runtime.InteropServices;

namespace DevicePages;

/// <summary>The descriptors of all pages by page frame number (Linux <c>vmemmap</c>). Holes have descriptors too, of <see cref="ZoneType.None"/>.</summary>
sealed unsafe class PageArray : IDisposable
{
    readonly NativeBlock block;
    readonly PageDescriptor* pages;

    public PageArray(int length)
    {
        Length = length;
        block = new((long)length * PageDescriptor.Size, PageDescriptor.Size);
        pages = (PageDescriptor*)block.Address;
        NativeMemory.Clear(pages, (nuint)length * PageDescriptor.Size);
    }

    public int Length { get; }

    public Page this[int pfn] => (uint)pfn < (uint)Length ? new(pages + pfn) : throw new ArgumentOutOfRangeException(nameof(pfn), pfn, $"There are {Length} page frames.");

    public int IndexOf(Page page) => (int)(((nuint)page.Descriptor - (nuint)pages) / PageDescriptor.Size);

    public void Dispose() => block.Dispose();
}
