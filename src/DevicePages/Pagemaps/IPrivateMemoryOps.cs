namespace DevicePages;

/// <summary>What the driver of memory is called for that the CPU cannot reach.</summary>
public interface IPrivateMemoryOps : IDevicePagemapOps
{
    /// <summary>A CPU touched the page: bring its contents to system memory (<c>migrate_to_ram</c>).</summary>
    /// <param name="fault">The page, of which the caller holds a reference, and where it was touched.</param>
    /// <returns>How it went; the access is tried again after <see cref="FaultResult.Done"/>.</returns>
    FaultResult MigrateToRam(CpuFault fault);

    /// <summary>A compound page of the driver's became single pages, which come back one by one (<c>folio_split</c>, v6.19). Must not block.</summary>
    /// <param name="head">The first of the pages.</param>
    /// <param name="order">Binary logarithm of their number.</param>
    void Split(Page head, int order)
    {
    }
}
