namespace DevicePages;

/// <summary>An access that the address space does not permit (<c>SIGSEGV</c>).</summary>
/// <param name="address">Where.</param>
/// <param name="write">A store.</param>
public sealed class SegmentationFaultException(long address, bool write) : Exception($"{(write ? "Store to" : "Load from")} 0x{address:x}, which is not mapped for that.")
{
    /// <summary>Where, in bytes.</summary>
    public long Address { get; } = address;

    /// <summary>A store, else a load.</summary>
    public bool IsWrite { get; } = write;
}
