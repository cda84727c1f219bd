namespace DevicePages;

/// <summary>What a mirror learns of a page, or asks for (Linux <c>HMM_PFN_*</c>).</summary>
[Flags]
public enum HmmFlags
{
    /// <summary>Nothing there; or: nothing is asked for, take a look only.</summary>
    None = 0,
    /// <summary>There is a page that the device may read; or: there must be (<c>HMM_PFN_REQ_FAULT</c>).</summary>
    Valid = 1,
    /// <summary>The device may write it; or: it must be able to (<c>HMM_PFN_REQ_WRITE</c>).</summary>
    Write = 2,
    /// <summary>Nobody may access the address.</summary>
    Error = 4,
}
