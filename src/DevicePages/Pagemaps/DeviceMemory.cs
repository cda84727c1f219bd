namespace DevicePages;

/// <summary>The bytes behind a range of device pages. Disposed when the map is removed.</summary>
public abstract unsafe class DeviceMemory : IDisposable
{
    /// <summary>Address of the first byte, valid until disposed.</summary>
    protected internal abstract byte* Address { get; }

    /// <summary>Fresh memory of this process in the part of the device.</summary>
    /// <param name="range">The page frames to back.</param>
    /// <returns>Memory of their size, aligned to a page.</returns>
    public static DeviceMemory Allocate(PfnRange range) => new NativeDeviceMemory(range);

    /// <summary>A file, memory-mapped: what is written to the pages is in the file when the map was removed.</summary>
    /// <param name="path">The file; it is made as long as the range, if it is shorter. What a longer one has behind that stays as it is.</param>
    /// <param name="range">The page frames to back.</param>
    /// <exception cref="IOException">The file cannot be opened or mapped.</exception>
    public static DeviceMemory MapFile(string path, PfnRange range) => new MappedFileMemory(path, range);

    /// <inheritdoc/>
    public abstract void Dispose();

    sealed class NativeDeviceMemory(PfnRange range) : DeviceMemory
    {
        readonly NativeBlock block = new((long)range.Length * PhysicalMemory.PageSize, PhysicalMemory.PageSize);

        protected internal override byte* Address => block.Address;

        public override void Dispose() => block.Dispose();
    }
}
