using System.Runtime.InteropServices;

namespace DevicePages;

/// <summary>Maps pages with the same contents to one page, until one is written (Linux KSM). Scans one at a time.</summary>
/// <param name="system">The address spaces; in them, what was advised to be <see cref="MemoryAdvice.Mergeable"/>.</param>
public sealed class Ksm(VirtualMemory system) : IDisposable
{
    readonly Dictionary<int, List<Page>> stable = [];

    /// <summary>Pages that others were or may be merged into. A reference of each is held.</summary>
    public int StablePages => stable.Values.Sum(pages => pages.Count);

    /// <summary>Looks at all mergeable pages once.</summary>
    /// <returns>Pages that were merged into others.</returns>
    public int Scan()
    {
        int merged = 0;
        system.Memory.Lru.DrainAll();
        foreach (AddressSpace space in system.AddressSpaces)
            using (space.LockForReading())
                foreach (Vma vma in space.Vmas)
                    if (vma is { IsMergeable: true, IsAnonymous: true })
                        merged += Scan(vma);
        return merged;
    }

    /// <summary>Gives the stable pages up; those in use stay with their users.</summary>
    public void Dispose()
    {
        foreach (Page page in stable.Values.SelectMany(pages => pages))
            system.Memory.Put(page);
        stable.Clear();
    }

    /// <summary>The page may be merged (<c>get_mergeable_page</c>).</summary>
    internal static bool IsCandidate(Page page) => MappedPages.IsOrdinary(page) && page.IsAnonymous && (page.Flags & PageFlags.Merged) == 0;

    /// <summary>Nobody refers to the page but its mappings and the caller (<c>write_protect_page</c>). Of a mapped page that is idle at one this is never true.</summary>
    internal static bool HasOnlyKnownReferences(Page page) => page.MapCount + 1 == page.Count;

    int Scan(Vma vma)
    {
        int merged = 0;
        for (long number = vma.FirstPage; number < vma.EndPage; number++)
            if (MappedPages.TryGet(vma.Space, number, out Page page))
            {
                if (page.TryLock())
                {
                    using (vma.Space.Notifiers.Invalidate(number, number + 1, InvalidateReason.Clear))
                        merged += Merge(vma, number, page);
                    system.Memory.Unlock(page);
                }
                system.Memory.Put(page);
            }
        return merged;
    }

    int Merge(Vma vma, long number, Page page)
    {
        PteTable table = vma.Space.PageTable.Ensure(number);
        lock (table.Gate)
        {
            Pte entry = table[number];
            if (entry.Kind != PteKind.Present || system.Memory.PageAt(entry.Pfn) != page || !IsCandidate(page))
                return 0;
            // Cleared before the look at references, as in a migration.
            table.Clear(number);
            if (page.MapCount > 1 || !HasOnlyKnownReferences(page))
            {
                table[number] = entry;
                return 0;
            }
            entry = entry.Without(PteFlags.Write);
            List<Page> same = PagesLike(page);
            int found = same.FindIndex(other => system.Memory.Bytes(other).SequenceEqual(system.Memory.Bytes(page)));
            if (found < 0)
            {
                BecomeStable(page, same);
                table[number] = entry;
                return 0;
            }
            system.Memory.Get(same[found]);
            same[found].IncrementMapCount();
            table[number] = vma.Entry(same[found], PteFlags.None);
            page.DecrementMapCount();
            system.Memory.Put(page);
            return 1;
        }
    }

    List<Page> PagesLike(Page page)
    {
        HashCode hash = new();
        hash.AddBytes(system.Memory.Bytes(page));
        return CollectionsMarshal.GetValueRefOrAddDefault(stable, hash.ToHashCode(), out _) ??= [];
    }

    void BecomeStable(Page page, List<Page> same)
    {
        page.Clear(PageFlags.AnonExclusive);
        page.Set(PageFlags.Merged);
        system.Memory.Get(page);
        same.Add(page);
    }
}
