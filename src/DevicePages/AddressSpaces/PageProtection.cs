namespace DevicePages;

/// <summary>What a mapping may be used for (Linux <c>PROT_*</c>).</summary>
[Flags]
public enum PageProtection
{
    /// <summary>Nothing.</summary>
    None = 0,
    /// <summary>Loads.</summary>
    Read = 1,
    /// <summary>Stores, and loads by the CPU but not by devices.</summary>
    Write = 2,
    /// <summary>Loads and stores.</summary>
    ReadWrite = Read | Write,
}
