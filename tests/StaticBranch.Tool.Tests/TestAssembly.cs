using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using StaticBranch.Tool.MachineCode;

namespace StaticBranch.Tool.Tests;

/// <summary>Source compiled to a file for the length of a test.</summary>
sealed class TestAssembly : IDisposable
{
    static readonly MetadataReference[] Platform =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(System.IO.Path.PathSeparator).Select(static file => MetadataReference.CreateFromFile(file))];

    readonly TemporaryFolder folder = new();

    public TestAssembly(string source, OptimizationLevel optimization = OptimizationLevel.Release, params IEnumerable<string> references)
    {
        SyntaxTree tree = CSharpSyntaxTree.ParseText("using System; using System.Runtime.CompilerServices; using System.Threading; using System.Threading.Tasks; using System.Collections.Generic;\n" + source, path: "Source.cs", encoding: System.Text.Encoding.UTF8);
        CSharpCompilation compilation = CSharpCompilation.Create("Subject", [tree], [.. Platform, .. references.Select(static file => MetadataReference.CreateFromFile(file))], new(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: optimization, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable));
        Compilation = compilation;
        using FileStream file = File.Create(Path);
        EmitResult result = compilation.Emit(file, options: new(debugInformationFormat: DebugInformationFormat.Embedded));
        Assert.True(result.Success, string.Join('\n', result.Diagnostics.Where(diagnostic => diagnostic.Severity is DiagnosticSeverity.Error)));
    }

    public CSharpCompilation Compilation { get; }

    public string Path => folder.File(Compilation.AssemblyName + ".dll");

    public void Dispose() => folder.Dispose();
}
