namespace DevicePages;

/// <summary>How a look at a range went.</summary>
public enum HmmResult
{
    /// <summary>The pages are known, as long as the notifier does not say otherwise.</summary>
    Done,
    /// <summary>Something changed meanwhile: begin again (<c>-EBUSY</c>).</summary>
    Retry,
    /// <summary>An address is not mapped, or not for loads (<c>-EFAULT</c>).</summary>
    BadAddress,
    /// <summary>A page must be written that is mapped for loads only (<c>-EPERM</c>).</summary>
    NotPermitted,
    /// <summary>There is no memory for a page that must be there (<c>-ENOMEM</c>).</summary>
    OutOfMemory,
}
