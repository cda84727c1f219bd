using System.Runtime.ConstrainedExecution;
using System.Runtime.InteropServices;

namespace DevicePages;

/// <summary>Aligned native memory, freed when disposed or collected.</summary>
sealed unsafe class NativeBlock(long bytes, int alignment) : CriticalFinalizerObject, IDisposable
{
    void* address = NativeMemory.AlignedAlloc((nuint)bytes, (nuint)alignment);

    public byte* Address
    {
        get
        {
            ObjectDisposedException.ThrowIf(address == null, this);
            return (byte*)address;
        }
    }

    ~NativeBlock() => Free();

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    void Free()
    {
        NativeMemory.AlignedFree(address);
        address = null;
    }
}
