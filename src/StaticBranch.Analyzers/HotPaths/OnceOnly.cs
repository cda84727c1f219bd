using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace StaticBranch.HotPaths;

/// <summary>Recognises the test of a field that the same body sets: <c>if (disposed) return; disposed = true;</c> where a life ends, <c>if (!started) started = true;</c> where it goes on.</summary>
sealed class OnceOnly(Role role, LocalValues values)
{
    // One pass for all conditions of the body: generated ones have thousands.
    readonly Lazy<Dictionary<ISymbol, bool>> set = new(() => FirstSet(values.Written));

    /// <summary>The outcome that means a second time or, where references are taken again and again, the first time.</summary>
    public bool? RareOutcome(IOperation condition) =>
        values.Origin(condition) is IFieldReferenceOperation { Field: var field } && set.Value.TryGetValue(field, out bool first) ? role == Role.Acquire ? !first : first : null;

    static Dictionary<ISymbol, bool> FirstSet(IEnumerable<IOperation> body)
    {
        var set = new Dictionary<ISymbol, bool>(SymbolEqualityComparer.Default);
        foreach (var operation in body)
            if (operation is ISimpleAssignmentOperation { Target: IFieldReferenceOperation { Field: var field }, Value.ConstantValue: { HasValue: true, Value: bool value } } && !set.ContainsKey(field)) set.Add(field, value);
        return set;
    }
}
