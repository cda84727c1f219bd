using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace StaticBranch.HotPaths;

/// <summary>Recognises the test of a field that the same body sets: <c>if (disposed) return; disposed = true;</c> where a life ends, <c>if (!started) started = true;</c> where it goes on.</summary>
static class OnceOnly
{
    /// <summary>The outcome that means a second time or, where references are taken again and again, the first time.</summary>
    public static bool? RareOutcome(IOperation condition, Role role, LocalValues values, ControlFlowGraph graph)
    {
        if (values.Origin(condition) is not IFieldReferenceOperation { Field: var field }) return null;
        foreach (var operation in graph.OriginalOperation.Descendants())
            if (operation is ISimpleAssignmentOperation { Target: IFieldReferenceOperation target, Value.ConstantValue: { HasValue: true, Value: bool set } } && SymbolEqualityComparer.Default.Equals(target.Field, field)) return role == Role.Acquire ? !set : set;
        return null;
    }
}
