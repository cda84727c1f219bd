using System.Reflection;
using Microsoft.CodeAnalysis;

namespace StaticBranch.Flags;

/// <summary>Speaks of a guard that costs a small method its place in its callers.</summary>
sealed class GuardedMethodMustStayInlinable() : HotBodyRule(Descriptors.Create("SB2007", DiagnosticSeverity.Warning,
    title: "Guarded method must stay inlinable",
    message: "'{0}' would be inlined but for the arm behind '{1}': without a profile the compiler counts what the flag takes away; mark it AggressiveInlining",
    description: "NativeAOT, ReadyToRun and a JIT without its profile decide on inlining before they know that the guarded arm is dead. The method folds, and each caller pays a call instead."))
{
    public override IEnumerable<Diagnostic> Report(HotBody body)
    {
        if (!body.Analysis.Project.InlinesWithoutProfile || body.Member.Symbol is not IMethodSymbol { MethodKind: MethodKind.Ordinary } method) yield break;
        if (method.IsVirtual || method.IsOverride || method.IsAbstract || (method.MethodImplementationFlags & (MethodImplAttributes.AggressiveInlining | MethodImplAttributes.NoInlining)) != 0) yield break;
        if (Inlining.ObstacleOf(method, body.Graph.OriginalOperation) is not null) yield break;

        foreach (var leaf in body.Leaves)
        {
            if (body.Region.GuardOf(leaf.Block) is not { } guard) continue;
            yield return Diagnostic.Create(Descriptor, method.Locations[0], [leaf.Syntax.GetLocation()], method.Name, guard.Flag.Short());
            yield break;
        }
    }
}
