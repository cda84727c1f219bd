using BenchmarkDotNet.Attributes;
using DevicePages;

namespace Benchmarks.DevicePages;

/// <summary>Get and put of a device page that somebody uses.</summary>
public class PagesInUse
{
    const int Pairs = 1 << 15;

    readonly (Lane, Page[]) raw = (new RawLane(), Of<P4c>(PagemapType.Private).Pages);
    readonly (Lane, Page[]) p0 = Of<P0>(PagemapType.Generic), p1 = Of<P1>(PagemapType.Generic), p2 = Of<P2<NoKey>>(PagemapType.Private), p3 = Of<P3<NoKey>>(PagemapType.Private),
        p4a = Of<P4a<NoKey>>(PagemapType.Private), p4b = Of<P4b<NoKey>>(PagemapType.Private), p4c = Of<P4c>(PagemapType.Private);

    [Benchmark(Description = "raw Interlocked pair", Baseline = true, OperationsPerInvoke = Pairs)]
    public void Raw() => Run(raw);

    [Benchmark(Description = "P0", OperationsPerInvoke = Pairs)]
    public void P0() => Run(p0);

    [Benchmark(Description = "P1", OperationsPerInvoke = Pairs)]
    public void P1() => Run(p1);

    [Benchmark(Description = "P2, key on", OperationsPerInvoke = Pairs)]
    public void P2() => Run(p2);

    [Benchmark(Description = "P3, key on", OperationsPerInvoke = Pairs)]
    public void P3() => Run(p3);

    [Benchmark(Description = "P4a, key on", OperationsPerInvoke = Pairs)]
    public void P4a() => Run(p4a);

    [Benchmark(Description = "P4b, key on", OperationsPerInvoke = Pairs)]
    public void P4b() => Run(p4b);

    [Benchmark(Description = "P4c", OperationsPerInvoke = Pairs)]
    public void P4c() => Run(p4c);

    static (Lane Lane, Page[] Pages) Of<TProtocol>(PagemapType type) where TProtocol : struct, IPageProtocol
    {
        PhysicalMemory<TProtocol> memory = new(new() { NormalPages = 1, MovablePages = 0, DevicePages = 8 });
        FreePages driver = new(memory, type, memory.DeviceRange);
        Page[] page = new Page[1];
        driver.Take(page);
        return (new Lane<TProtocol>(memory), [.. Enumerable.Repeat(page[0], Pairs)]);
    }

    static void Run((Lane Lane, Page[] Pages) of) => of.Lane.Run(of.Pages);
}
