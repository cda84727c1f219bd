using BenchmarkDotNet.Attributes;

namespace Benchmarks.DevicePages;

/// <summary>Anonymous memory to a device and back, against copying as many bytes in one go.</summary>
// Copies run through a cache that others use too: of many iterations some are quiet.
[IterationCount(40)]
public unsafe class Migration
{
    Commuter small = null!, large = null!;
    byte[] here = [], there = [];

    [Params(2, 16, 64)]
    public int MiB { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        int bytes = MiB << 20;
        (small, large) = (new(bytes, order: 0), new(bytes, order: 9));
        (here, there) = (new byte[bytes], new byte[bytes]);
    }

    [Benchmark(Description = "Buffer.MemoryCopy", Baseline = true)]
    public void Copy()
    {
        fixed (byte* from = here, to = there)
        {
            Buffer.MemoryCopy(from, to, there.Length, here.Length);
            Buffer.MemoryCopy(to, from, here.Length, there.Length);
        }
    }

    [Benchmark(Description = "in pages of 2 MiB")]
    public void Large() => large.ThereAndBack();

    [Benchmark(Description = "in pages of 4 KiB")]
    public void Small() => small.ThereAndBack();
}
