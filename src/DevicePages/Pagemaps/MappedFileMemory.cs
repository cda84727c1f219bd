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
        long bytes = (long)range.Length * PhysicalMemory.PageSize;
        long present = new FileInfo(path) is { Exists: true } found ? found.Length : 0;
        file = MemoryMappedFile.CreateFromFile(path, FileMode.OpenOrCreate, mapName: null, Math.Max(bytes, present));
        view = file.CreateViewAccessor(0, bytes);
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
