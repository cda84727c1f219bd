namespace DevicePages;

/// <summary>What the driver of a device's memory is called for (Linux <c>struct dev_pagemap_ops</c>).</summary>
public interface IDevicePagemapOps
{
    /// <summary>Nobody uses the page any more: it is the driver's again (<c>page_free</c>).</summary>
    /// <param name="page">The page, or the head of a compound page. Its mapping is cleared, its count is the idle count.</param>
    /// <remarks>
    /// Runs once each time that the page becomes free, on the thread that dropped the last reference, whatever locks that holds: it must not block.
    /// It may hand out the page again at once. What it throws reaches that thread after all counts were settled.
    /// Under <see cref="P2{TKey}"/> and <see cref="P3{TKey}"/> it also runs for a page that a single user still holds when removal begins, see <see cref="DevicePagemap.BeginRemoval"/>,
    /// and when a reference that was taken of a free page is dropped, which there counts one and can be had. Under these and <see cref="P4a{TKey}"/> the map need not be there any more when this returns.
    /// </remarks>
    void PageFree(Page page);
}
