namespace DevicePages;

/// <summary>Looks up, and if asked to faults in, the pages of a range for a device that mirrors the address space (Linux <c>struct hmm_range</c>).</summary>
/// <param name="notifier">Watches the range.</param>
/// <param name="start">The first address, a multiple of the page size.</param>
/// <param name="pages">How many pages.</param>
/// <param name="owner">Whose private pages the device reaches itself.</param>
public sealed class HmmRange(IntervalNotifier notifier, long start, int pages, object owner)
{
    readonly HmmPage[] result = new HmmPage[pages];

    /// <summary>What was found, page by page. Use it only under the device's lock, and unless the notifier says to retry.</summary>
    public ReadOnlySpan<HmmPage> Pages => result;

    /// <summary>Looks (<c>hmm_range_fault</c>). The mmap lock is held.</summary>
    /// <param name="sequence">From <see cref="IntervalNotifier.ReadBegin"/>.</param>
    /// <param name="request"><see cref="HmmFlags.Valid"/> and <see cref="HmmFlags.Write"/> for what must be, <see cref="HmmFlags.None"/> for a look only.</param>
    public HmmResult Fault(long sequence, HmmFlags request)
    {
        AddressSpace space = notifier.Space;
        long first = start >> AddressSpace.PageShift;
        for (int i = 0; i < result.Length;)
        {
            if (notifier.MustRetry(sequence))
                return HmmResult.Retry;
            Vma? vma = space.Find(first + i << AddressSpace.PageShift);
            if (vma is null || (vma.Protection & PageProtection.Read) == 0)
            {
                if (request != HmmFlags.None)
                    return HmmResult.BadAddress;
                result[i++] = new(default, HmmFlags.Error, 0);
                continue;
            }
            if (TryDescribe(space.PageTable.Ensure(first + i), first + i, out result[i]) && (request & ~result[i].Flags) == 0)
            {
                i++;
                continue;
            }
            bool write = (request & HmmFlags.Write) != 0;
            if (write && !vma.Permits(write))
                return HmmResult.NotPermitted;
            switch (PageFaults.Handle(vma, first + i, write))
            {
                case FaultResult.OutOfMemory:
                    return HmmResult.OutOfMemory;
                case FaultResult.BusError:
                    return HmmResult.BadAddress;
            }
        }
        return HmmResult.Done;
    }

    // Not while the page is on its way elsewhere.
    bool TryDescribe(PteTable table, long number, out HmmPage found)
    {
        PhysicalMemory memory = notifier.Space.System.Memory;
        lock (table.Gate)
        {
            Pte entry = table.Find(number);
            bool reachable = entry.Permits(write: false) || entry.Kind == PteKind.DevicePrivate && ReferenceEquals(memory.PagemapOf(memory.PageAt(entry.Pfn)).Owner, owner);
            HmmFlags flags = entry.IsWritable ? HmmFlags.Valid | HmmFlags.Write : HmmFlags.Valid;
            found = reachable ? new(memory.PageAt(entry.Pfn), flags, table.Huge.IsNone ? 0 : PteTable.Order) : default;
            return entry.Kind != PteKind.Migration;
        }
    }
}
