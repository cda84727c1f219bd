using System.Buffers;
using System.Collections.Concurrent;

namespace DevicePages;

/// <summary>A pool of buffers in the coherent memory of a device. What is rented is a page; disposing its owner is the put, and the last put brings the page back here. Thread-safe.</summary>
/// <remarks>Buffers have the contents of their last use. A buffer that was pinned by <see cref="Memory{T}.Pin"/> comes back after the last of its handles and its owner are disposed.</remarks>
public sealed class DeviceMemoryPool : MemoryPool<byte>
{
    // A buffer is a span, whose length is an int.
    const int MaxOrder = 18;

    readonly PhysicalMemory memory;
    readonly DevicePagemap map;
    readonly ConcurrentStack<Page> free;

    /// <summary>Registers device memory for a pool of its own.</summary>
    /// <param name="memory">The machine.</param>
    /// <param name="range">The page frames.</param>
    /// <param name="order">Binary logarithm of the pages in one buffer, up to 18.</param>
    /// <exception cref="ArgumentOutOfRangeException">No buffer has <paramref name="order"/>, or the range is not in the machine or not whole buffers long.</exception>
    /// <exception cref="InvalidOperationException">The range is system memory or belongs to another map, or put would not notice the pages.</exception>
    /// <exception cref="NotSupportedException">The protocol has no coherent memory, or <see cref="ZoneDevice"/> is off.</exception>
    public DeviceMemoryPool(PhysicalMemory memory, PfnRange range, int order = 0)
    {
        if ((uint)order > MaxOrder)
            throw new ArgumentOutOfRangeException(nameof(order), order, $"A buffer has 2^0 to 2^{MaxOrder} pages.");
        this.memory = memory;
        free = new();
        map = memory.CreatePagemap(new() { Type = PagemapType.Coherent, Ranges = [range], Owner = this, Ops = new FreeList(memory, free), VmemmapShift = order });
        free.PushRange([.. map.Heads()]);
        MaxBufferSize = PhysicalMemory.PageSize << order;
    }

    /// <summary>Bytes of each buffer.</summary>
    public override int MaxBufferSize { get; }

    /// <summary>Buffers that can be rented.</summary>
    public int Available => free.Count;

    /// <summary>Takes a buffer.</summary>
    /// <param name="minBufferSize">Bytes at least, up to <see cref="MaxBufferSize"/>; -1 for any.</param>
    /// <returns>Its owner, who gives it back when disposed.</returns>
    /// <exception cref="ArgumentOutOfRangeException">No buffer is that large.</exception>
    /// <exception cref="InsufficientMemoryException">All buffers are in use.</exception>
    /// <exception cref="ObjectDisposedException">The pool is being disposed.</exception>
    public override IMemoryOwner<byte> Rent(int minBufferSize = -1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(minBufferSize, -1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minBufferSize, MaxBufferSize);
        ObjectDisposedException.ThrowIf(map.IsDying, this);
        if (!free.TryPop(out Page page))
            throw new InsufficientMemoryException("All buffers of the device are in use.");
        // Where the pages of a map do not keep it while they are in use (P4a), each buffer does.
        bool keeps = map.References == MapReferences.PerMap;
        ObjectDisposedException.ThrowIf(keeps && !map.Ref.TryGetLive(), this);
        try
        {
            map.Take(page);
        }
        catch when (keeps)
        {
            map.Ref.Put();
            throw;
        }
        memory.Unlock(page);
        return new Buffer(memory, page);
    }

    /// <summary>Removes the memory; blocks until all buffers are back. None can be rented from the beginning on.</summary>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            map.Dispose();
    }

    sealed class FreeList(PhysicalMemory memory, ConcurrentStack<Page> free) : IDevicePagemapOps
    {
        public void PageFree(Page page)
        {
            DevicePagemap map = memory.PagemapOf(page);
            free.Push(page);
            if (map.References == MapReferences.PerMap)
                map.Ref.Put();
        }
    }

    sealed unsafe class Buffer(PhysicalMemory memory, Page page) : MemoryManager<byte>
    {
        int disposed;

        public override Span<byte> GetSpan()
        {
            ObjectDisposedException.ThrowIf(Volatile.Read(ref disposed) != 0, this);
            return memory.Bytes(page);
        }

        public override MemoryHandle Pin(int elementIndex = 0)
        {
            Span<byte> bytes = GetSpan();
            ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)elementIndex, (uint)bytes.Length);
            if (!memory.TryPin(page))
                throw new OverflowException("The buffer has as many pins as it can count.");
            fixed (byte* start = bytes)
                return new(start + elementIndex, pinnable: this);
        }

        public override void Unpin() => memory.Unpin(page);

        protected override void Dispose(bool disposing)
        {
            if (Interlocked.Exchange(ref disposed, 1) == 0)
                memory.Put(page);
        }
    }
}
