namespace DevicePages;

/// <summary>The machine.</summary>
public sealed class PhysicalMemoryOptions
{
    /// <summary>Pages of the normal zone, from page frame 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    public int NormalPages { get; init => field = AtLeast(0, value, nameof(NormalPages)); } = 1024;

    /// <summary>Pages of the movable zone, behind it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    public int MovablePages { get; init => field = AtLeast(0, value, nameof(MovablePages)); } = 3072;

    /// <summary>Page frames in which devices may register memory, behind that.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    public int DevicePages { get; init => field = AtLeast(0, value, nameof(DevicePages)); } = 4096;

    /// <summary>CPUs, from 1, each with a batch in front of the LRU.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is less than 1.</exception>
    public int Processors { get; init => field = AtLeast(1, value, nameof(Processors)); } = Environment.ProcessorCount;

    /// <summary>The CPU that runs the caller, from 0.</summary>
    public Func<int> CurrentProcessor { get; init; } = Thread.GetCurrentProcessorId;

    static int AtLeast(int least, int value, string option)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, least, option);
        return value;
    }
}
