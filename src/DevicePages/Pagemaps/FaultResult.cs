namespace DevicePages;

/// <summary>How a fault was dealt with (Linux <c>vm_fault_t</c>).</summary>
public enum FaultResult
{
    /// <summary>The access can be tried again.</summary>
    Done,
    /// <summary>There is no memory to bring the page back to (<c>VM_FAULT_OOM</c>).</summary>
    OutOfMemory,
    /// <summary>The page cannot be brought back (<c>VM_FAULT_SIGBUS</c>).</summary>
    BusError,
}
