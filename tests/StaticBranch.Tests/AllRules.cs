using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Formatting;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using StaticBranch.HotPaths;

namespace StaticBranch.Tests;

/// <summary>Whatever the product ships, found by reflection, so that no rule can be forgotten.</summary>
static class AllRules
{
    public static ImmutableArray<DiagnosticAnalyzer> Analyzers { get; } = [.. InstancesOf<DiagnosticAnalyzer>("StaticBranch.Analyzers")];

    public static ImmutableArray<CodeFixProvider> Fixers { get; } = [.. InstancesOf<CodeFixProvider>("StaticBranch.CodeFixes")];

    public static ImmutableArray<DiagnosticDescriptor> Descriptors { get; } =
        [.. Analyzers.SelectMany(analyzer => analyzer.SupportedDiagnostics).Distinct().OrderBy(descriptor => descriptor.Id, StringComparer.Ordinal)];

    /// <summary>Sources as a consumer of the package compiles them, who has implicit usings and the attributes.</summary>
    public static CSharpCompilation Compile(IEnumerable<string> sources)
    {
        var parse = CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.Preview);
        var options = new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable);
        var trees = sources.Prepend(ImplicitUsings).Select((source, index) => CSharpSyntaxTree.ParseText(source, parse, $"{index}.cs"));
        CSharpGeneratorDriver.Create([new AttributeSource().AsSourceGenerator()], parseOptions: parse)
            .RunGeneratorsAndUpdateCompilation(CSharpCompilation.Create("Code", trees, References, options), out var compilation, out _, TestContext.Current.CancellationToken);
        return (CSharpCompilation)compilation;
    }

    /// <summary>What a build reports, AD0001 for an analyzer that threw included.</summary>
    public static Task<ImmutableArray<Diagnostic>> FindingsIn(Compilation compilation, AnalyzerConfigOptionsProvider? project = null) => Over(compilation, project).GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);

    /// <summary>What an editor reports that shows one document, or a span of it.</summary>
    public static Task<ImmutableArray<Diagnostic>> LiveFindingsIn(Compilation compilation, SyntaxTree document, TextSpan? span = null) =>
        Over(compilation).GetAnalyzerSemanticDiagnosticsAsync(compilation.GetSemanticModel(document), span, TestContext.Current.CancellationToken);

    static CompilationWithAnalyzers Over(Compilation compilation, AnalyzerConfigOptionsProvider? project = null) => compilation.WithAnalyzers(Analyzers, new CompilationWithAnalyzersOptions(
        project is null ? new AnalyzerOptions([]) : new AnalyzerOptions([], project), onAnalyzerException: null, concurrentAnalysis: true, logAnalyzerExecutionTime: false));

    // The product's own code is a consumer too.
    static ImmutableArray<MetadataReference> References { get; } =
    [
        .. Platform.References,
        .. from type in (Type[])[typeof(Compilation), typeof(CSharpCompilation), typeof(Workspace), typeof(CSharpFormattingOptions)]
           select MetadataReference.CreateFromFile(type.Assembly.Location),
    ];

    static IEnumerable<T> InstancesOf<T>(string assembly) =>
        from type in System.Reflection.Assembly.Load(assembly).GetTypes()
        where !type.IsAbstract && type.IsSubclassOf(typeof(T))
        select (T)Activator.CreateInstance(type, nonPublic: true)!;

    const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;
}
