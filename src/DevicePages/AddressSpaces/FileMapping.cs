using Microsoft.Win32.SafeHandles;

namespace DevicePages;

/// <summary>The pages of a file that are in memory (Linux <c>struct address_space</c>), of a real file or of shared memory that has none. Thread-safe.</summary>
/// <remarks>The cache holds one reference of each page.</remarks>
public sealed class FileMapping : ReverseMapping, IDisposable
{
    readonly VirtualMemory system;
    readonly SafeFileHandle? file;
    readonly bool endsWithLastVma;
    readonly Lock cacheGate = new();
    readonly Dictionary<long, Page> cache = [];

    internal FileMapping(VirtualMemory system, long id, SafeFileHandle? file, bool endsWithLastVma) : base(id) =>
        (this.system, this.file, this.endsWithLastVma) = (system, file, endsWithLastVma);

    internal override long Word => Id << 1;

    /// <summary>Pages in memory.</summary>
    public int CachedPages
    {
        get
        {
            lock (cacheGate)
                return cache.Count;
        }
    }

    /// <summary>Reads through the cache (<c>read</c>).</summary>
    /// <param name="offset">In bytes.</param>
    /// <param name="into">Where to.</param>
    /// <exception cref="IOException">The file could not be read; other exceptions of <see cref="RandomAccess"/> are passed on as well.</exception>
    /// <exception cref="InsufficientMemoryException">There is no memory for the page.</exception>
    public void Read(long offset, Span<byte> into)
    {
        while (into.Length > 0)
        {
            int at = (int)(offset & PhysicalMemory.PageSize - 1);
            int length = Math.Min(into.Length, PhysicalMemory.PageSize - at);
            Page page = GetPage(offset >> AddressSpace.PageShift);
            system.Memory.Bytes(page).Slice(at, length).CopyTo(into);
            system.Memory.Put(page);
            into = into[length..];
            offset += length;
        }
    }

    /// <summary>Writes changed pages to the file, with all that was stored through mappings before (<c>fsync</c>). Mirrors are told. Not under the mmap lock.</summary>
    /// <remarks>What is stored through pins, or by a device that does not listen to its mirror, is seen only if the page is marked as changed.</remarks>
    /// <exception cref="IOException">The file could not be written; other exceptions of <see cref="RandomAccess"/> are passed on as well. What was not written is still changed.</exception>
    public void Sync()
    {
        if (file is null)
            return;
        long[] indices;
        lock (cacheGate)
            indices = [.. cache.Keys];
        foreach (long index in indices)
            while (TryGetCached(index, out Page page) && !TrySync(page))
            {
            }
    }

    /// <summary>Drops all pages, written if changed. Nobody maps the file any more.</summary>
    /// <exception cref="IOException">As of <see cref="Sync"/>; no page is dropped.</exception>
    public void Dispose()
    {
        Sync();
        PageBatch batch = new(system.Memory);
        lock (cacheGate)
        {
            foreach (Page page in cache.Values)
                batch.Add(page);
            cache.Clear();
        }
        system.Forget(Id);
        batch.Release();
    }

    internal override void Unlink(Vma vma)
    {
        base.Unlink(vma);
        if (endsWithLastVma && Vmas.Count == 0)
            Dispose();
    }

    /// <summary>The page of an index, with a reference (<c>filemap_get_folio</c>, read if need be).</summary>
    internal Page GetPage(long index)
    {
        while (true)
            lock (cacheGate)
            {
                if (!cache.TryGetValue(index, out Page page))
                    return Fill(index);
                // Frozen: a migration is about to put another page into the slot.
                if (page.TryGet())
                    return page;
            }
    }

    /// <summary>Puts another page in the place of a locked one, if nobody holds more than the expected references (<c>folio_migrate_mapping</c>).</summary>
    internal bool TryReplace(Page old, Page fresh, int expected)
    {
        lock (cacheGate)
        {
            if (!old.TryFreeze(expected))
                return false;
            (fresh.Mapping, fresh.Index) = (Word, old.Index);
            system.Memory.Get(fresh);
            cache[old.Index] = fresh;
            old.Mapping = 0;
            old.Unfreeze(expected - 1);
            return true;
        }
    }

    /// <summary>Drops a locked page from the cache, written if changed, if nobody holds more than the expected references (<c>pageout</c>, <c>__remove_mapping</c>).</summary>
    internal bool TryDrop(Page page, int expected)
    {
        // Without a file there is no other copy of the contents.
        if (file is null)
            return false;
        lock (cacheGate)
        {
            // What cannot be written is neither dropped nor frozen.
            WriteBack(page);
            if (!page.TryFreeze(expected))
                return false;
            // Asked when nobody can store any more: who had a reference until now may have.
            if ((page.Flags & PageFlags.Dirty) != 0)
            {
                page.Unfreeze(expected);
                return false;
            }
            cache.Remove(page.Index);
            page.Unfreeze(expected - 1);
            return true;
        }
    }

    bool TryGetCached(long index, out Page page)
    {
        lock (cacheGate)
            return cache.TryGetValue(index, out page) && page.TryGet();
    }

    // Takes over the caller's reference. Fails if another page took the place of this one meanwhile.
    bool TrySync(Page page)
    {
        PhysicalMemory memory = system.Memory;
        memory.Lock(page);
        try
        {
            if (page.Mapping != Word)
                return false;
            if (page.MapCount > 0)
                MappingWalk.Clean(system, page);
            WriteBack(page);
            return true;
        }
        finally
        {
            memory.Unlock(page);
            memory.Put(page);
        }
    }

    Page Fill(long index)
    {
        PhysicalMemory memory = system.Memory;
        Page page = memory.Allocate();
        try
        {
            if (file is not null)
                RandomAccess.Read(file, memory.Bytes(page), index << AddressSpace.PageShift);
        }
        catch
        {
            memory.Put(page);
            throw;
        }
        (page.Mapping, page.Index) = (Word, index);
        page.Set(PageFlags.Uptodate);
        cache.Add(index, page);
        memory.Get(page);
        memory.Lru.Add(page);
        return page;
    }

    void WriteBack(Page page)
    {
        if (file is null || !page.TestClear(PageFlags.Dirty))
            return;
        try
        {
            long offset = page.Index << AddressSpace.PageShift;
            long length = Math.Min(PhysicalMemory.PageSize, RandomAccess.GetLength(file) - offset);
            if (length > 0)
                RandomAccess.Write(file, system.Memory.Bytes(page)[..(int)length], offset);
        }
        catch
        {
            page.Set(PageFlags.Dirty);
            throw;
        }
    }
}
