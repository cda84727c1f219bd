using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace StaticBranch.Tests.Idiomatic;

static class Flags
{
    public static bool Tracing { get; } = AppContext.TryGetSwitch("StaticBranch.Tests.Tracing", out var enabled) && enabled;
}

/// <summary>A hot path that has its special cases, all behind flags that fold.</summary>
[HotPath]
class Guarded
{
    static readonly bool checks = Environment.GetEnvironmentVariable("STATIC_BRANCH_CHECKS") is not null;
    int refCount = 1;

    public bool IsTraced { get; set; }

    public Guarded? Owner { get; init; }

    public void Release()
    {
        Debug.Assert(refCount > 0);
        if (Flags.Tracing && IsTraced) Trace();
        if (checks && Owner is { } owner) owner.Check();
        if (Interlocked.Decrement(ref refCount) == 0) Free();
    }

    public static int SizeOf<T>() => typeof(T) == typeof(byte) ? 1 : RuntimeHelpers.IsReferenceOrContainsReferences<T>() ? IntPtr.Size : Unsafe.SizeOf<T>();

    void Check() => ArgumentOutOfRangeException.ThrowIfLessThan(refCount, 1);

    [ColdPath("tracing is off in production")]
    void Trace() => Console.WriteLine(this);

    [ColdPath("once in the life of an object")]
    void Free()
    {
        if (IsTraced) Trace();
        Owner?.Release();
    }
}
