namespace DevicePages;

/// <summary>A CPU access to a page in memory of a device (Linux <c>struct vm_fault</c>). The mmap lock is held.</summary>
/// <param name="vma">Where it is mapped.</param>
/// <param name="page">The page, locked and with a reference by the fault.</param>
/// <param name="address">The virtual address.</param>
public sealed class VmaFault(Vma vma, Page page, long address) : CpuFault(page, address)
{
    /// <summary>Where it is mapped.</summary>
    public Vma Vma { get; } = vma;
}
