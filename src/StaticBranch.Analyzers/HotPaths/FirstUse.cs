using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace StaticBranch.HotPaths;

/// <summary>Recognises the test for something that the arm makes where it is missing: all but the first find it there.</summary>
static class FirstUse
{
    /// <summary>The outcome that means it is missing; null where the condition asks something else.</summary>
    public static bool? RareOutcome(IOperation condition, Role role, LocalValues values) =>
        EqualityTest.Of(condition, values) is { IsNullTest: true } test && Referenced.By(values.Origin(test.Value)) is { } tested && IsMadeFor(condition, tested, role, values) ? test.EqualWhen : null;

    static bool IsMadeFor(IOperation condition, ISymbol tested, Role role, LocalValues values)
    {
        foreach (var operation in values.Written)
            if (operation is IConditionalOperation choice && choice.Condition.Syntax.Span.Contains(condition.Syntax.Span) && choice.WhenTrue.DescendantsAndSelf().Any(Makes)) return true;
        return false;

        bool Makes(IOperation operation) => operation is ISimpleAssignmentOperation { Target: var target, Value: var value } && SymbolEqualityComparer.Default.Equals(Referenced.By(target), tested)
            && (value is IConversionOperation conversion ? conversion.Operand : value) is var made
            // A slot that is empty is what a return is looking for, to put there what it has.
            && (role is Role.Return or Role.Release ? made is IObjectCreationOperation or IArrayCreationOperation : made is not (ILocalReferenceOperation or IParameterReferenceOperation or { ConstantValue.HasValue: true }));
    }
}
