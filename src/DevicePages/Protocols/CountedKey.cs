namespace DevicePages;

/// <summary>On while some machine has maps to notice, see <see cref="PhysicalMemory.DevmapManagedKey"/>: flips, and costs a load and a branch, as static keys do without jump labels.</summary>
public readonly struct CountedKey : IManagedKey
{
    static int machines;

    /// <inheritdoc/>
    public static bool IsEnabled => Volatile.Read(ref machines) != 0;

    internal static void Patch(bool on) => Interlocked.Add(ref machines, on ? 1 : -1);
}
