using System.Buffers;
using System.Runtime.InteropServices;
using BenchmarkDotNet.Attributes;
using DevicePages;
using DotNetty.Buffers;

namespace Benchmarks.DevicePages;

/// <summary>The other ways in which .NET programs count or lend memory, uncontended.</summary>
public class Alternatives
{
    const int Pairs = 1 << 12;

    readonly PhysicalMemory<P4c> memory = new();
    readonly RawLane raw = new();
    readonly Lane<P4c> p4c;
    readonly Page[] pages;
    readonly CountedHandle handle = new();
    readonly IByteBuffer buffer = PooledByteBufferAllocator.Default.Buffer(PhysicalMemory.PageSize);
    readonly DeviceMemoryPool pool;

    public Alternatives()
    {
        p4c = new(memory);
        pages = [.. Enumerable.Repeat(memory.Allocate(), Pairs)];
        pool = new(memory, new(memory.DeviceRange.Start, 8));
    }

    [Benchmark(Description = "raw Interlocked pair", Baseline = true, OperationsPerInvoke = Pairs)]
    public void Raw() => raw.Run(pages);

    [Benchmark(Description = "get, put (P4c)", OperationsPerInvoke = Pairs)]
    public void GetPut() => p4c.Run(pages);

    [Benchmark(Description = "SafeHandle add, release", OperationsPerInvoke = Pairs)]
    public void SafeHandle()
    {
        for (int i = 0; i < Pairs; i++)
        {
            bool added = false;
            handle.DangerousAddRef(ref added);
            handle.DangerousRelease();
        }
    }

    [Benchmark(Description = "DotNetty Retain, Release", OperationsPerInvoke = Pairs)]
    public void DotNetty()
    {
        for (int i = 0; i < Pairs; i++)
        {
            buffer.Retain();
            buffer.Release();
        }
    }

    [Benchmark(Description = "allocate, last put (P4c)", OperationsPerInvoke = Pairs)]
    public void AllocateFree()
    {
        for (int i = 0; i < Pairs; i++)
            if (memory.TryAllocate(AllocationZone.Movable, 0, out Page page))
                memory.Put(page);
    }

    [Benchmark(Description = "DeviceMemoryPool rent, dispose", OperationsPerInvoke = Pairs)]
    public void DevicePool()
    {
        for (int i = 0; i < Pairs; i++)
            pool.Rent().Dispose();
    }

    [Benchmark(Description = "ArrayPool rent, return", OperationsPerInvoke = Pairs)]
    public void ArrayPool()
    {
        for (int i = 0; i < Pairs; i++)
            ArrayPool<byte>.Shared.Return(ArrayPool<byte>.Shared.Rent(PhysicalMemory.PageSize));
    }

    sealed class CountedHandle() : SafeHandle(1, ownsHandle: true)
    {
        public override bool IsInvalid => handle == 0;

        protected override bool ReleaseHandle() => true;
    }
}
