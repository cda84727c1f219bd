namespace DevicePages;

/// <summary>A CPU access to a page that it cannot reach (Linux <c>struct vm_fault</c>).</summary>
/// <param name="page">The page.</param>
/// <param name="address">The virtual address.</param>
public class CpuFault(Page page, long address)
{
    /// <summary>The page.</summary>
    public Page Page { get; } = page;

    /// <summary>The virtual address, in bytes.</summary>
    public long Address { get; } = address;
}
