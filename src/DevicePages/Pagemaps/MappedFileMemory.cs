using System.IO.MemoryMappedFiles;

namespace DevicePages;

/// <summary>A file as the bytes of a device: persistent memory.</summary>
sealed unsafe class MappedFileMemory : DeviceMemory
{
    readonly MemoryMappedFile file;
    readonly MemoryMappedViewAccessor view;
    byte* address;

    public MappedFileMemory(string path, PfnRange range)
    {
        file = MemoryMappedFile.CreateFromFile(path, FileMode.OpenOrCreate, mapName: null, (long)range.Length * PhysicalMemory.PageSize);
        view = file.CreateViewAccessor();
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref address);
    }

    protected internal override byte* Address => address;

    public override void Dispose()
    {
        if (address != null)
            view.SafeMemoryMappedViewHandle.ReleasePointer();
        address = null;
        view.Dispose();
        file.Dispose();
    }
}
