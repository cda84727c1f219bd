using System.Collections.Immutable;
using StaticBranch.Tool.MachineCode;

namespace StaticBranch.Tool.Verification;

/// <summary>The runtime's own compiler, in a child process.</summary>
/// <param name="dependencies">The folder of the assemblies that the judged one refers to.</param>
sealed class JitCompiler(string dependencies, string? runtime) : ICompiler
{
    public bool InitializesLate => true;

    public bool Holds(MethodListing method) => true;

    public Task<JitResult> CompileAsync(Compilation compilation, CancellationToken cancellation) => new JitRun(compilation.Assembly)
    {
        Dependencies = dependencies,
        Runtime = runtime,
        Initialize = compilation.Initialize,
        Methods = compilation.Methods,
        Optional = compilation.Callers,
        Values = compilation.Values,
        Switches = compilation.Switches,
    }.RunAsync(cancellation);
}
