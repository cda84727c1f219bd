using System.Collections.Immutable;
using BenchmarkDotNet.Attributes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace StaticBranch.Benchmarks.Analyzers;

/// <summary>One pass of the analyzers over a thousand classes, against an analyzer that does nothing.</summary>
// A project of BenchmarkDotNet's own making would get the compiler that the analyzers are built against.
[InProcess, MemoryDiagnoser, WarmupCount(10), IterationCount(15)]
public class AnalyzerBenchmarks
{
    const int Classes = 1_000;

    static readonly ImmutableArray<DiagnosticAnalyzer> Nothing = [new EmptyAnalyzer()];
    static readonly ImmutableArray<DiagnosticAnalyzer> HotPaths = [new HotPathAnalyzer()];
    static readonly ImmutableArray<DiagnosticAnalyzer> All = [..
        from type in typeof(HotPathAnalyzer).Assembly.GetTypes()
        where !type.IsAbstract && type.IsSubclassOf(typeof(DiagnosticAnalyzer))
        select (DiagnosticAnalyzer)Activator.CreateInstance(type)!];

    CSharpCompilation compilation = null!;

    /// <summary>Silent code has no hot member; in hot code every other member is one; code full of findings has one in each of those.</summary>
    [Params("silent", "hot", "findings")]
    public string Code { get; set; } = "";

    [GlobalSetup]
    public void Compile()
    {
        var body = Code switch
        {
            "silent" => "count = count + 1; if (page.IsSpecial) Use(page);",
            "hot" => "if (System.Threading.Interlocked.Decrement(ref page.refCount) == 0) Use(page);",
            _ => "if (page.IsSpecial) Use(page); if (System.Threading.Interlocked.Decrement(ref page.refCount) == 0) Use(page);",
        };
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path));
        var trees = Enumerable.Range(0, Classes).Select(number => CSharpSyntaxTree.ParseText($$"""
            class Page{{number}}
            {
                int count, refCount;
                bool IsSpecial => count > 7;
                void Use(Page{{number}} page) => count = page.count;
                void Put(Page{{number}} page) { {{body}} }
            }
            """));
        compilation = CSharpCompilation.Create("Code", trees, references, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
    }

    [Benchmark(Description = "an analyzer that does nothing", Baseline = true)]
    public Task<int> Driver() => Analyze(Nothing);

    [Benchmark(Description = "HotPathAnalyzer")]
    public Task<int> HotPath() => Analyze(HotPaths);

    [Benchmark(Description = "all analyzers")]
    public Task<int> Everything() => Analyze(All);

    async Task<int> Analyze(ImmutableArray<DiagnosticAnalyzer> analyzers)
    {
        // A compilation keeps what was bound for it, and a build starts with nothing.
        var fresh = compilation.Clone();
        var findings = await fresh.WithAnalyzers(analyzers).GetAnalyzerDiagnosticsAsync();
        return findings.Length;
    }
}
