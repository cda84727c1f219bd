namespace DevicePages;

/// <summary>What the contents of pages belong to, and the VMAs in which to look for their mappings.</summary>
/// <param name="id">Number in <see cref="VirtualMemory"/>, from 1.</param>
public abstract class ReverseMapping(long id)
{
    private protected long Id { get; } = id;

    internal Lock Gate { get; } = new();

    // In the order in which they were linked: a walk that meets a fork half-way must come to the child after the parent.
    internal List<Vma> Vmas { get; } = [];

    /// <summary>The word in <see cref="Page.Mapping"/> of its pages.</summary>
    internal abstract long Word { get; }

    internal void Link(Vma vma)
    {
        lock (Gate)
            Vmas.Add(vma);
    }

    internal virtual void Unlink(Vma vma)
    {
        lock (Gate)
            Vmas.Remove(vma);
    }
}
