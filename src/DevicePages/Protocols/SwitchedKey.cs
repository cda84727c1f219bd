namespace DevicePages;

/// <summary><see cref="DevmapManaged"/>: folds, and cannot be flipped.</summary>
public readonly struct SwitchedKey : IManagedKey
{
    /// <inheritdoc/>
    public static bool IsEnabled => DevmapManaged.IsEnabled;
}
