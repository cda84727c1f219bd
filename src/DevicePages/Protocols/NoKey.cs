namespace DevicePages;

/// <summary>No key: the one conditional branch in <c>put_page</c> that the thread of 2017 is about, paid by everybody.</summary>
public readonly struct NoKey : IManagedKey
{
    /// <inheritdoc/>
    public static bool IsEnabled => true;
}
