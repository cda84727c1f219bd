namespace DevicePages;

/// <summary>An access to a page that is there but cannot be brought to the CPU (<c>SIGBUS</c>). Nothing is lost: the page is where it was.</summary>
/// <param name="address">Where.</param>
public sealed class BusErrorException(long address) : Exception($"The page at 0x{address:x} cannot be brought back from its device.")
{
    /// <summary>Where, in bytes.</summary>
    public long Address { get; } = address;
}
