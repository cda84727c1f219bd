using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace StaticBranch.Flags;

/// <summary>Speaks of a flag whose class is not initialised yet when the one compilation of a hot method comes.</summary>
sealed class FlagMustBeReadyBeforeCompilation() : HotBodyRule(Descriptors.Create("SB2003", DiagnosticSeverity.Warning,
    title: "Flag must be ready before compilation",
    message: "'{0}' is compiled once, at its first call, when the class of '{1}' is not initialised, so the test and a check of the class stay for ever; touch the flag in a [ModuleInitializer]",
    description: "Without tiering there is no second compilation that could read the flag. The JIT compiles what it knows at the first call: a load, a branch, and a call that initialises the class."))
{
    public override IEnumerable<Diagnostic> Report(HotBody body)
    {
        var method = (IMethodSymbol)body.Member.Symbol;
        if (!SpeaksOf(method, body.Analysis.Project)) yield break;

        var reported = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        foreach (var block in body.Graph.Blocks)
        {
            foreach (var test in TestsIn(block.Operations, body).Concat(block.BranchValue is { } value ? body.FlagTests.In(value, body.Values) : []))
            {
                var folding = body.Analysis.Folding.Of(test.Operation, body.Values);
                if (!folding.FoldsUnder(CompileModes.Jit) || folding.FoldsUnder(CompileModes.Untiered)) continue;
                if (!reported.Add(test.Flag) || test.Flag.ContainingType is { } type && body.Analysis.ModuleInitializers.Touch(type)) continue;
                yield return Diagnostic.Create(Descriptor, PlaceOf(test.Operation, body), [method.Locations[0]], method.Name, test.Flag.Short());
            }
        }
    }

    /// <summary>Whether the method is optimised at its first call.</summary>
    public static bool SpeaksOf(IMethodSymbol method, BuildProperties project) => project.IsUntiered || (method.MethodImplementationFlags & AggressiveOptimization) != 0;

    // MethodImplOptions.AggressiveOptimization is newer than netstandard2.0.
    const System.Reflection.MethodImplAttributes AggressiveOptimization = (System.Reflection.MethodImplAttributes)0x200;

    static IEnumerable<Flow.FlagTest> TestsIn(IEnumerable<IOperation> operations, HotBody body) => operations.SelectMany(operation => body.FlagTests.In(operation, body.Values));

    // A test in a helper is reported where the hot method calls it.
    static Location PlaceOf(IOperation test, HotBody body) =>
        test.Syntax.SyntaxTree == body.Graph.OriginalOperation.Syntax.SyntaxTree && body.Graph.OriginalOperation.Syntax.Span.Contains(test.Syntax.Span) ? test.Syntax.GetLocation() : body.Member.Symbol.Locations[0];
}
