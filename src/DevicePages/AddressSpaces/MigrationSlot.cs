namespace DevicePages;

/// <summary>One page of a migration (Linux: the <c>src</c> and <c>dst</c> words).</summary>
public struct MigrationSlot
{
    /// <summary>The virtual address in bytes, or 0 if the migration is of page frames.</summary>
    public long Address { get; internal set; }

    /// <summary>The page that goes, locked; null where there is none yet, and in the slots behind that of a large page.</summary>
    public Page Source { get; internal set; }

    /// <summary>
    /// Where it goes: set by the driver before <see cref="DeviceMigration.Commit"/> to a page that is locked and whose only reference is handed over; null for not at all.
    /// </summary>
    public Page Destination { get; set; }

    /// <summary>The page is on its way (<c>MIGRATE_PFN_MIGRATE</c>): the driver looks at this after each step.</summary>
    public bool Migrates { get; internal set; }

    /// <summary>The page that is mapped in the end.</summary>
    internal readonly Page Target => Migrates ? Destination : Source;

    /// <summary>The place can be written (<c>MIGRATE_PFN_WRITE</c>).</summary>
    public bool IsWritable { get; internal set; }
}
