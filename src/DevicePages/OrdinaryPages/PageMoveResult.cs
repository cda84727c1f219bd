namespace DevicePages;

/// <summary>What became of a page that was to be moved.</summary>
public enum PageMoveResult
{
    /// <summary>It is elsewhere now.</summary>
    Moved,
    /// <summary>There is no page that could be moved: nothing is mapped, or memory of a device (<c>-ENOENT</c>).</summary>
    NoPage,
    /// <summary>Somebody else uses the page, or there is no memory to move it to; it is where it was (<c>-EBUSY</c>, <c>-ENOMEM</c>).</summary>
    Busy,
}
