using System.Runtime.InteropServices;

namespace DevicePages;

// Loads and stores of the CPU: what the hardware does with the page tables, and the fault where they do not permit it.
public sealed partial class AddressSpace
{
    /// <summary>Loads bytes as the CPU would.</summary>
    /// <param name="address">In bytes.</param>
    /// <param name="into">Where to.</param>
    /// <exception cref="SegmentationFaultException">Not mapped, or not for that.</exception>
    /// <exception cref="BusErrorException">A device does not bring the page back.</exception>
    /// <exception cref="InsufficientMemoryException">There is no memory to bring it to.</exception>
    public void Read(long address, Span<byte> into)
    {
        for (int length; into.Length > 0; into = into[length..], address += length)
        {
            length = LengthInPage(address, into.Length);
            while (!TryAccess(address, into[..length], write: false))
                Fault(address, write: false);
        }
    }

    /// <summary>Stores bytes as the CPU would.</summary>
    /// <param name="address">In bytes.</param>
    /// <param name="from">What.</param>
    /// <exception cref="SegmentationFaultException">Not mapped, or not for that.</exception>
    /// <exception cref="BusErrorException">A device does not bring the page back.</exception>
    /// <exception cref="InsufficientMemoryException">There is no memory to bring it to.</exception>
    public void Write(long address, ReadOnlySpan<byte> from)
    {
        // TryAccess writes to its span for loads only.
        Span<byte> rest = MemoryMarshal.CreateSpan(ref MemoryMarshal.GetReference(from), from.Length);
        for (int length; rest.Length > 0; rest = rest[length..], address += length)
        {
            length = LengthInPage(address, rest.Length);
            while (!TryAccess(address, rest[..length], write: true))
                Fault(address, write: true);
        }
    }

    /// <summary>Loads a value, at once if it is in one page.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="address">In bytes.</param>
    public T Read<T>(long address) where T : unmanaged
    {
        T value = default;
        Read(address, MemoryMarshal.AsBytes(new Span<T>(ref value)));
        return value;
    }

    /// <summary>Stores a value, at once if it is in one page.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="address">In bytes.</param>
    /// <param name="value">What.</param>
    public void Write<T>(long address, T value) where T : unmanaged => Write(address, MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in value)));

    internal void Fault(long address, bool write)
    {
        FaultResult result;
        using (LockForReading())
        {
            if (Find(address) is not { } vma || !vma.Permits(write))
                throw new SegmentationFaultException(address, write);
            result = PageFaults.Handle(vma, address >> PageShift, write);
        }
        if (result == FaultResult.OutOfMemory)
            throw new InsufficientMemoryException($"No page is free for the access to 0x{address:x}.");
        if (result == FaultResult.BusError)
            throw new BusErrorException(address);
    }

    static int LengthInPage(long address, int length) => Math.Min(length, PhysicalMemory.PageSize - (int)(address & PhysicalMemory.PageSize - 1));

    bool TryAccess(long address, Span<byte> bytes, bool write)
    {
        long number = address >> PageShift;
        if (PageTable.Find(number) is not { } table)
            return false;
        lock (table.Gate)
        {
            Pte entry = table.Find(number);
            if (!entry.Permits(write))
                return false;
            Span<byte> memory = Memory.Bytes(Memory.PageAt(entry.Pfn)).Slice((int)(address & PhysicalMemory.PageSize - 1), bytes.Length);
            if (write)
                bytes.CopyTo(memory);
            else
                memory.CopyTo(bytes);
            table.Mark(number, write ? PteFlags.Young | PteFlags.Dirty : PteFlags.Young);
            return true;
        }
    }
}
