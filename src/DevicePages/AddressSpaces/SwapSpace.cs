namespace DevicePages;

/// <summary>Contents of anonymous pages that reclaim took from memory. A slot has one reference for each page table entry. Thread-safe.</summary>
public sealed class SwapSpace
{
    readonly Lock gate = new();
    readonly Dictionary<int, Slot> slots = [];
    int last;

    /// <summary>Slots in use.</summary>
    public int Used
    {
        get
        {
            lock (gate)
                return slots.Count;
        }
    }

    // The caller holds the first reference.
    internal int Store(ReadOnlySpan<byte> contents)
    {
        lock (gate)
        {
            slots.Add(++last, new(contents.ToArray()));
            return last;
        }
    }

    internal void Load(int slot, Span<byte> into)
    {
        lock (gate)
            slots[slot].Contents.CopyTo(into);
    }

    internal void Get(int slot)
    {
        lock (gate)
            slots[slot].References++;
    }

    internal void Put(int slot)
    {
        lock (gate)
            if (--slots[slot].References == 0)
                slots.Remove(slot);
    }

    sealed class Slot(byte[] contents)
    {
        public readonly byte[] Contents = contents;
        public int References = 1;
    }
}
