namespace DevicePages;

/// <summary>The bits of an entry of a page table besides what it stands for.</summary>
[Flags]
enum PteFlags
{
    None = 0,
    Write = 1,
    Dirty = 2,
    Young = 4,
    /// <summary>In a migration entry: the page was anonymous and exclusive though not writable (<c>SWP_MIGRATION_READ_EXCLUSIVE</c>).</summary>
    Exclusive = 8,
    /// <summary>Present, but every access faults: no permission, or a NUMA hint (<c>pte_protnone</c>).</summary>
    NoAccess = 16,
    /// <summary>The shared page of zeros, which is mapped without a reference (<c>pte_special</c>).</summary>
    Zero = 32,
}
