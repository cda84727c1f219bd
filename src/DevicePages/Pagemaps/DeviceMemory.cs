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

    /// <inheritdoc/>
    public abstract void Dispose();

    sealed class NativeDeviceMemory(PfnRange range) : DeviceMemory
    {
        readonly NativeBlock block = new((long)range.Length * PhysicalMemory.PageSize, PhysicalMemory.PageSize);

        protected internal override byte* Address => block.Address;

        public override void Dispose() => block.Dispose();
    }
}
