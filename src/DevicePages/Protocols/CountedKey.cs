namespace DevicePages;

/// <summary><see cref="PhysicalMemory.DevmapManagedKey"/>: flips as maps come and go, and costs a load and a branch, as static keys do on machines without jump labels.</summary>
public readonly struct CountedKey : IManagedKey
{
    /// <inheritdoc/>
    public static bool IsEnabled(PhysicalMemory memory) => memory.DevmapManagedKey.IsEnabled;
}
