namespace DevicePages;

/// <summary>Page frames one after the other.</summary>
/// <param name="Start">The first page frame number.</param>
/// <param name="Length">How many, from 1.</param>
public readonly record struct PfnRange(int Start, int Length)
{
    /// <summary>The page frame number behind the last.</summary>
    public int End => Start + Length;

    /// <summary>The page frame is one of these.</summary>
    public bool Contains(int pfn) => pfn >= Start && pfn < End;

    /// <summary>Some page frame is in both.</summary>
    public bool Intersects(PfnRange other) => Start < other.End && other.Start < End;

    internal unsafe Span<byte> Slice(byte* memory, int pfn, int pages)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(pages, End - pfn);
        return new(memory + (long)(pfn - Start) * PhysicalMemory.PageSize, checked(pages * PhysicalMemory.PageSize));
    }
}
