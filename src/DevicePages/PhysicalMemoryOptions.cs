namespace DevicePages;

/// <summary>The machine.</summary>
public sealed class PhysicalMemoryOptions
{
    /// <summary>Pages of the normal zone, from page frame 0.</summary>
    public int NormalPages { get; init; } = 1024;

    /// <summary>Pages of the movable zone, behind it.</summary>
    public int MovablePages { get; init; } = 3072;

    /// <summary>Page frames in which devices may register memory, behind that.</summary>
    public int DevicePages { get; init; } = 4096;

    /// <summary>CPUs, each with a batch in front of the LRU.</summary>
    public int Processors { get; init; } = Environment.ProcessorCount;

    /// <summary>The CPU that runs the caller, from 0.</summary>
    public Func<int> CurrentProcessor { get; init; } = Thread.GetCurrentProcessorId;
}
