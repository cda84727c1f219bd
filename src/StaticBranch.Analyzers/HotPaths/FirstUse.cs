using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace StaticBranch.HotPaths;

/// <summary>Recognises the test for something that the arm makes where it is missing: all but the first find it there.</summary>
static class FirstUse
{
    /// <summary>The outcome that means it is missing; null where the condition asks something else.</summary>
    public static bool? RareOutcome(IOperation condition, Role role, LocalValues values, ControlFlowGraph graph) =>
        // A slot that is empty is what a return is looking for.
        role is not (Role.Return or Role.Release) && EqualityTest.Of(condition, values) is { IsNullTest: true } test && values.Origin(test.Value) is IMemberReferenceOperation { Member: var tested } && IsMadeFor(condition, tested, graph) ? test.EqualWhen : null;

    static bool IsMadeFor(IOperation condition, ISymbol tested, ControlFlowGraph graph)
    {
        foreach (var operation in graph.OriginalOperation.Descendants())
            if (operation is IConditionalOperation choice && choice.Condition.Syntax.Span.Contains(condition.Syntax.Span) && choice.WhenTrue.DescendantsAndSelf().Any(Makes)) return true;
        return false;

        bool Makes(IOperation operation) => operation is ISimpleAssignmentOperation { Target: IMemberReferenceOperation { Member: var target }, Value: var value }
            && SymbolEqualityComparer.Default.Equals(target, tested) && (value is IConversionOperation conversion ? conversion.Operand : value) is not (ILocalReferenceOperation or IParameterReferenceOperation or { ConstantValue.HasValue: true });
    }
}
