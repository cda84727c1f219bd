using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using StaticBranch.Flags;

namespace StaticBranch.Oracle.Tests;

/// <summary>All shapes in one assembly, and what the analyzer says about each from the same source.</summary>
sealed class ShapeAssembly : IDisposable
{
    const string Usings = """
        global using System; global using System.Collections.Generic; global using System.Collections.Immutable; global using System.Diagnostics;
        global using System.Diagnostics.CodeAnalysis; global using System.Diagnostics.Tracing; global using System.Numerics; global using System.Runtime;
        global using System.Runtime.CompilerServices; global using System.Runtime.InteropServices; global using System.Runtime.Intrinsics;
        global using System.Runtime.Intrinsics.Arm; global using System.Runtime.Intrinsics.X86; global using System.Threading; global using Oracle;
        """;

    readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("static-branch-oracle-");
    readonly CSharpCompilation compilation;
    readonly Dictionary<Shape, IOperation> conditions = [];
    readonly FlagFolding folding, untrimmed;

    /// <param name="platform">The folder of the runtime that the shapes are compiled for; null for this process's.</param>
    public ShapeAssembly(ImmutableArray<Shape> shapes, CancellationToken cancellation, string? platform = null)
    {
        Shapes = shapes;
        compilation = Compile(shapes, shape => shape.Source, platform);
        var emitted = compilation.Emit(Path, cancellationToken: cancellation);
        Assert.True(emitted.Success, string.Join('\n', emitted.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Take(10)));

        folding = new FlagFolding(new Bodies(compilation));
        untrimmed = new FlagFolding(new Bodies(compilation), []);
        foreach (var (shape, tree) in shapes.Zip(compilation.SyntaxTrees)) conditions[shape] = ConditionIn(tree, compilation);
    }

    /// <summary>A file for each shape, named by its namespace and in their order, and one for what they share.</summary>
    public static CSharpCompilation Compile(IEnumerable<Shape> shapes, Func<Shape, string> source, string? platform = null)
    {
        var parse = CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.Preview);
        return CSharpCompilation.Create(
            "Shapes",
            [.. shapes.Select(shape => CSharpSyntaxTree.ParseText(source(shape), parse, path: shape.Namespace)), CSharpSyntaxTree.ParseText(Usings + Common(shapes), parse)],
            ReferencesIn(platform),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, nullableContextOptions: NullableContextOptions.Enable));
    }

    public string Path => System.IO.Path.Combine(folder.FullName, "Shapes.dll");
    public ImmutableArray<Shape> Shapes { get; }
    public IEnumerable<string> Sources => compilation.SyntaxTrees.Select(tree => tree.ToString());

    /// <param name="trims">Whether the linker is given the switch.</param>
    public Folding VerdictOn(Shape shape, bool trims = true) => (trims ? folding : untrimmed).Of(conditions[shape]);

    /// <summary>What the rules say of each hot method.</summary>
    public async Task<ILookup<Shape, Diagnostic>> FindingsAsync(CancellationToken cancellation)
    {
        var byNamespace = Shapes.ToDictionary(shape => shape.Namespace);
        var found = await compilation.WithAnalyzers([new HotPathAnalyzer()]).GetAnalyzerDiagnosticsAsync(cancellation);
        return found.Where(diagnostic => byNamespace.ContainsKey(diagnostic.Location.SourceTree!.FilePath)).ToLookup(diagnostic => byNamespace[diagnostic.Location.SourceTree!.FilePath]);
    }

    public void Dispose() => folder.Delete(recursive: true);

    // The attribute is newer than .NET 8, and any of that name will do.
    static string Common(IEnumerable<Shape> shapes) => $$"""
        namespace System.Diagnostics.CodeAnalysis { sealed class FeatureSwitchDefinitionAttribute(string name) : Attribute { public string Name => name; } }
        namespace Oracle
        {
            public sealed class Page { public int Count = int.MaxValue; public bool Special; }
            public static class Position
            {
                public static bool Mutable = Read(); public static int Calls;
                [MethodImpl(MethodImplOptions.NoInlining)] public static bool Read(int flag = 0) => Environment.GetEnvironmentVariable("ORACLE")![flag] == '1';
            }
            public static class Pages
            {
                [MethodImpl(MethodImplOptions.NoInlining)] public static void Slow(Page page) => Console.WriteLine(page);
                [MethodImpl(MethodImplOptions.NoInlining)] public static void Free(Page page) => Console.WriteLine(page);
            }
            public static class Twins { {{Guard.Twins}} }
            public static class Work
            {
                static readonly Page page = new();
                static int calls;
                public static bool[] Values() => [{{string.Join(", ", shapes.Select(shape => $"{shape.Namespace}.Hot.Value"))}}];
                public static void All()
                {
                    Twins.Off(page); Twins.On(page);
                    {{string.Concat(shapes.Select(shape => shape.Call))}}
                    // The JIT works beside us, on few processors: without a rest the last tier would come after the last call.
                    if (++calls % 20 == 0) Thread.Sleep(20);
                }
            }
        }
        """;

    static IOperation ConditionIn(SyntaxTree tree, Compilation compilation)
    {
        var ask = tree.GetRoot().DescendantNodes().OfType<MethodDeclarationSyntax>().Single(method => method.Identifier.Text == "Ask");
        ExpressionSyntax condition = ask.ExpressionBody!.Expression;
        while (condition is ParenthesizedExpressionSyntax { Expression: var inner }) condition = inner;
        return compilation.GetSemanticModel(tree).GetOperation(condition)!;
    }

    static IEnumerable<MetadataReference> ReferencesIn(string? platform) =>
        (platform is null ? ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(System.IO.Path.PathSeparator) : Directory.GetFiles(platform, "*.dll"))
            .Where(path => System.IO.Path.GetFileName(path) is var name && (name.StartsWith("System.", StringComparison.Ordinal) || name is "mscorlib.dll" or "netstandard.dll") && !name.EndsWith(".Native.dll", StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path));
}
