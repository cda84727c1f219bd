using System.Collections.Immutable;
using BenchmarkDotNet.Attributes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace StaticBranch.Benchmarks.Analyzers;

/// <summary>One pass of each analyzer over a thousand classes, against an analyzer that does nothing.</summary>
// A project of BenchmarkDotNet's own making would get the compiler that the analyzers are built against.
[InProcess, MemoryDiagnoser]
public class AnalyzerBenchmarks
{
    const int Classes = 1_000;

    CSharpCompilation compilation = null!;
    ImmutableArray<DiagnosticAnalyzer> analyzer;

    /// <summary>Silent code has no hot member; in hot code every other member is one; code full of findings has one in each of those.</summary>
    [Params("silent", "hot", "findings")]
    public string Code { get; set; } = "";

    [ParamsSource(nameof(Names))]
    public string Analyzer { get; set; } = "";

    public static IEnumerable<string> Names => Analyzers.Select(type => type.Name);

    static IEnumerable<Type> Analyzers =>
        from type in typeof(HotPathAnalyzer).Assembly.GetTypes().Prepend(typeof(EmptyAnalyzer))
        where !type.IsAbstract && type.IsSubclassOf(typeof(DiagnosticAnalyzer))
        select type;

    [GlobalSetup]
    public void Compile()
    {
        analyzer = [(DiagnosticAnalyzer)Activator.CreateInstance(Analyzers.Single(type => type.Name == Analyzer))!];
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

    [Benchmark]
    public async Task<int> Analyze()
    {
        // A compilation keeps what was bound for it, and a build starts with nothing.
        var fresh = compilation.Clone();
        var findings = await fresh.WithAnalyzers(analyzer).GetAnalyzerDiagnosticsAsync();
        return findings.Length;
    }
}
