namespace DevicePages.Tests;

/// <summary>Memory of a device where a test can put itself into the way of who reaches for it, or removes it.</summary>
sealed unsafe class InterposedMemory(PfnRange range) : DeviceMemory
{
    readonly DeviceMemory bytes = Allocate(range);

    public Action OnAccess { get; init; } = static () => { };

    public Action OnDispose { get; init; } = static () => { };

    protected internal override byte* Address
    {
        get
        {
            OnAccess();
            return bytes.Address;
        }
    }

    public override void Dispose()
    {
        OnDispose();
        bytes.Dispose();
    }
}
