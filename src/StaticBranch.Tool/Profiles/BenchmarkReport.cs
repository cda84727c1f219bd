namespace StaticBranch.Tool.Profiles;

/// <summary>The full JSON report of BenchmarkDotNet (<c>--exporters json</c>): no stacks, but what its author holds to be worth measuring.</summary>
static class BenchmarkReport
{
    public static void Read(Benchmark[] benchmarks, Profile profile)
    {
        // Each method counts once, however many parameters and jobs it is measured with: times of different benchmarks say nothing about each other.
        foreach (string method in benchmarks.Select(Name).Distinct()) profile.AddBenchmark(method, 1);
    }

    static string Name(Benchmark benchmark) => string.IsNullOrEmpty(benchmark.Namespace) ? $"{benchmark.Type}.{benchmark.Method}" : $"{benchmark.Namespace}.{benchmark.Type}.{benchmark.Method}";

    public sealed record Benchmark(string? Namespace, string? Type, string? Method);
}
