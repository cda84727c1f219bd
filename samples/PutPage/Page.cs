using System.Diagnostics.CodeAnalysis;

namespace PutPage;

/// <summary><c>struct page</c>, as far as its reference count is concerned.</summary>
sealed class Page(PageAllocator allocator, DevicePagemap? pagemap = null)
{
    public int RefCount;

    /// <summary>Whom to tell that the page is free. Only <see cref="V4_12_HookAsCallback"/> would keep this in each page.</summary>
    public Action<Page>? PageFree;

    public PageAllocator Allocator => allocator;

    /// <summary>The device memory that the page is part of; null for ordinary memory.</summary>
    public DevicePagemap? Pagemap => pagemap;

    [MemberNotNullWhen(true, nameof(Pagemap))]
    public bool IsZoneDevice => pagemap is not null;

    [MemberNotNullWhen(true, nameof(Pagemap))]
    public bool IsDevicePrivate => pagemap is { Type: MemoryType.Private };

    /// <summary>Whether somebody wants to know when the page becomes free.</summary>
    [MemberNotNullWhen(true, nameof(Pagemap))]
    public bool IsDevmapManaged => pagemap is { Type: MemoryType.Private or MemoryType.FsDax };
}
