namespace DevicePages;

/// <summary>Which pages a device migrates (Linux <c>MIGRATE_VMA_SELECT_*</c>).</summary>
[Flags]
public enum MigrationSelection
{
    /// <summary>None.</summary>
    None = 0,
    /// <summary>Pages in system memory, and places where there is none yet.</summary>
    System = 1,
    /// <summary>The owner's pages in private memory.</summary>
    DevicePrivate = 2,
    /// <summary>The owner's pages in coherent memory.</summary>
    DeviceCoherent = 4,
    /// <summary>Large pages as they are, in private memory as well (v6.19). The driver hands over a destination of the same order in the first slot.</summary>
    Compound = 8,
}
