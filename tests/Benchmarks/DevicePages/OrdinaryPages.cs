using BenchmarkDotNet.Attributes;
using DevicePages;

namespace Benchmarks.DevicePages;

/// <summary>Get and put of ordinary pages: what everybody pays for device pages.</summary>
public class OrdinaryPages
{
    const int Pairs = 1 << 15, ColdCount = 1 << 20;

    readonly PhysicalMemory<P4c> memory = new(new() { NormalPages = ColdCount, MovablePages = 0, DevicePages = 0 });
    readonly Lane raw = new RawLane(), p0 = Of<P0>(), p1 = Of<P1>(), p2 = Of<P2<SwitchedKey>>(), p3 = Of<P3<SwitchedKey>>(),
        p3On = Of<P3<NoKey>>(), p4a = Of<P4a<SwitchedKey>>(), p4b = Of<P4b<SwitchedKey>>(), p4c = Of<P4c>();
    Page[] pages = [];
    Page[] others = [];
    int offset;

    [Params(Scene.OneThread, Scene.ColdPages, Scene.TwoThreadsOwnPages, Scene.TwoThreadsOnePage)]
    public Scene Scene { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        Page[] all = [.. Enumerable.Range(0, ColdCount).Select(memory.PageAt)];
        foreach (Page page in all)
            page.SetCount(1);
        new Random(1).Shuffle(all);
        pages = Scene == Scene.ColdPages ? all : [.. Enumerable.Repeat(all[0], Pairs)];
        others = [.. Enumerable.Repeat(Scene == Scene.TwoThreadsOnePage ? all[0] : all[1], Pairs)];
    }

    [Benchmark(Description = "raw Interlocked pair", Baseline = true, OperationsPerInvoke = Pairs)]
    public void Raw() => Run(raw);

    [Benchmark(Description = "P0", OperationsPerInvoke = Pairs)]
    public void P0() => Run(p0);

    [Benchmark(Description = "P1", OperationsPerInvoke = Pairs)]
    public void P1() => Run(p1);

    [Benchmark(Description = "P2, key off", OperationsPerInvoke = Pairs)]
    public void P2() => Run(p2);

    [Benchmark(Description = "P3, key off", OperationsPerInvoke = Pairs)]
    public void P3() => Run(p3);

    [Benchmark(Description = "P3, key on", OperationsPerInvoke = Pairs)]
    public void P3On() => Run(p3On);

    [Benchmark(Description = "P4a, key off", OperationsPerInvoke = Pairs)]
    public void P4a() => Run(p4a);

    [Benchmark(Description = "P4b, key off", OperationsPerInvoke = Pairs)]
    public void P4b() => Run(p4b);

    [Benchmark(Description = "P4c", OperationsPerInvoke = Pairs)]
    public void P4c() => Run(p4c);

    // The protocols differ in code only: they all count the same descriptors.
    static Lane<TProtocol> Of<TProtocol>() where TProtocol : struct, IPageProtocol => new(new(new() { NormalPages = 1, MovablePages = 0, DevicePages = 0 }));

    void Run(Lane lane)
    {
        Task? other = Scene < Scene.TwoThreadsOwnPages ? null : Task.Factory.StartNew(() => lane.Run(others), TaskCreationOptions.LongRunning);
        lane.Run(pages.AsSpan(offset, Pairs));
        offset = (offset + Pairs) % pages.Length;
        other?.Wait();
    }
}
