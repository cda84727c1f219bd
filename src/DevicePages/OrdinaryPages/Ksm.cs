using System.Runtime.InteropServices;

namespace DevicePages;

/// <summary>Maps pages with the same contents to one page, until one is written (Linux KSM). Scans one at a time.</summary>
/// <param name="system">The address spaces; in them, what was advised to be <see cref="MemoryAdvice.Mergeable"/>.</param>
public sealed class Ksm(VirtualMemory system) : IDisposable
{
    readonly Dictionary<int, List<Page>> stable = [];

    /// <summary>Pages that others were or may be merged into. No references to them are held: when its last user goes, or stores to it, such a page is free.</summary>
    public int StablePages => stable.Values.SelectMany(pages => pages).Distinct().Count(IsStable);

    /// <summary>Looks at all mergeable pages once.</summary>
    /// <returns>Pages that were merged into others.</returns>
    public int Scan()
    {
        int merged = 0;
        Prune();
        system.Memory.Lru.DrainAll();
        foreach (AddressSpace space in system.AddressSpaces)
            using (space.LockForReading())
                foreach (Vma vma in space.Vmas)
                    if (vma is { IsMergeable: true, IsAnonymous: true })
                        merged += Scan(vma);
        return merged;
    }

    /// <summary>Forgets the stable pages; they stay with their users.</summary>
    public void Dispose() => stable.Clear();

    /// <summary>The page may be merged (<c>get_mergeable_page</c>).</summary>
    internal static bool IsCandidate(Page page) => MappedPages.IsOrdinary(page) && page.IsAnonymous && (page.Flags & PageFlags.Merged) == 0;

    /// <summary>Nobody refers to the page but its mappings and the caller (<c>write_protect_page</c>). Of a mapped page that is idle at one this is never true.</summary>
    internal static bool HasOnlyKnownReferences(Page page) => page.MapCount + 1 == page.Count;

    int Scan(Vma vma)
    {
        int merged = 0;
        for (long number = vma.FirstPage; number < vma.EndPage; number++)
            if (MappedPages.TryGet(vma.Space, number, out Page page))
                try
                {
                    if (page.TryLock())
                        merged += MergeLocked(vma, number, page);
                }
                finally
                {
                    system.Memory.Put(page);
                }
        return merged;
    }

    int MergeLocked(Vma vma, long number, Page page)
    {
        try
        {
            using (vma.Space.Notifiers.Invalidate(number, number + 1, InvalidateReason.Clear))
                return Merge(vma, number, page);
        }
        finally
        {
            system.Memory.Unlock(page);
        }
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
            List<Page> alike = PagesLike(page);
            if (!TryGetSame(alike, page, out Page same))
            {
                BecomeStable(page, alike);
                table[number] = entry;
                return 0;
            }
            same.IncrementMapCount();
            table[number] = vma.Entry(same, PteFlags.None);
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

    // ksm_get_folio: what was free when the reference was taken, or is not stable with it, is another page by now. What is stable does not change.
    bool TryGetSame(List<Page> alike, Page page, out Page same)
    {
        foreach (Page other in alike)
        {
            if (!other.TryGet())
                continue;
            same = other;
            if (IsStable(other) && system.Memory.Bytes(other).SequenceEqual(system.Memory.Bytes(page)))
                return true;
            system.Memory.Put(other);
        }
        same = default;
        return false;
    }

    static bool IsStable(Page page) => (page.Flags & PageFlags.Merged) != 0;

    static void BecomeStable(Page page, List<Page> alike)
    {
        page.Clear(PageFlags.AnonExclusive);
        page.Set(PageFlags.Merged);
        // The frame may have been another stable page before.
        if (!alike.Contains(page))
            alike.Add(page);
    }

    void Prune()
    {
        foreach ((int hash, List<Page> pages) in stable)
        {
            pages.RemoveAll(static page => !IsStable(page));
            if (pages.Count == 0)
                stable.Remove(hash);
        }
    }
}
