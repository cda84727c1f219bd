using System.Runtime.CompilerServices;

namespace Native;

sealed class Page(bool isDevicePrivate)
{
    int refCount = 1;

    public bool IsDevicePrivate => isDevicePrivate;

    public void Get() => Interlocked.Increment(ref refCount);

    public void Put()
    {
        if (IsDevicePrivate)
            PutDevicePrivatePage();
        else if (Interlocked.Decrement(ref refCount) == 0)
            Free();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    void PutDevicePrivatePage()
    {
        if (Interlocked.Decrement(ref refCount) == 1)
            Console.WriteLine("back to the driver");
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    static void Free() => Console.WriteLine("back to the allocator");
}
