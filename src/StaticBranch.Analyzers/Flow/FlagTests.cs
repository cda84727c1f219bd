using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using StaticBranch.Flags;

namespace StaticBranch.Flow;

/// <summary>Recognises the smallest conditions that process-wide state alone decides: a flag, or a comparison of one with a constant.</summary>
sealed class FlagTests(FlagFolding folding, Bodies bodies, CompileModes target)
{
    /// <summary>The test that this very operation is, or null. Negations and conjunctions are not tests; their operands are.</summary>
    public FlagTest? Of(IOperation operation)
    {
        if (operation.Type?.SpecialType != SpecialType.System_Boolean || operation is { ConstantValue.HasValue: true } and not IFieldReferenceOperation) return null;
        if (folding.IsFlag(operation, out var flag)) return Test(flag.GetDocumentationCommentId() ?? flag.Name, flag);
        return IsComparison(operation) && FlagIn(operation) is { } compared ? Test(operation.Syntax.ToString(), compared) : null;

        FlagTest Test(string key, ISymbol symbol) => new(key, operation, symbol, folding.Of(operation) is var answer && answer.FoldsUnder(target), answer.ReasonUnder(target), Polarity.IsNegative(operation.Syntax, symbol));
    }

    /// <summary>The tests in an operation, and in the bodies of the helpers that it calls.</summary>
    public IEnumerable<FlagTest> In(IOperation root, bool followCalls = true)
    {
        foreach (var operation in root.DescendantsAndSelf())
        {
            if (Of(operation) is { } test) yield return test;
            else if (followCalls && HelperBody(operation) is { } body)
                foreach (var inner in In(body, followCalls: false)) yield return inner;
        }
    }

    /// <summary>The body of the one helper, in this compilation, whose boolean result the operation is.</summary>
    public IOperation? HelperBody(IOperation operation) => operation switch
    {
        IInvocationOperation { TargetMethod: { ReturnType.SpecialType: SpecialType.System_Boolean, IsVirtual: false, IsAbstract: false } method } => bodies.Of(method),
        IPropertyReferenceOperation { Property: { Type.SpecialType: SpecialType.System_Boolean, IsVirtual: false, IsAbstract: false, GetMethod: { } getter } } => bodies.Of(getter),
        _ => null,
    };

    static bool IsComparison(IOperation operation) => operation is IIsPatternOperation or IIsNullOperation or IIsTypeOperation
        || operation is IBinaryOperation { LeftOperand.Type.SpecialType: not SpecialType.System_Boolean, RightOperand.Type.SpecialType: not SpecialType.System_Boolean };

    // Every operand must be a constant or a flag, and one must be a flag: then no object and no call can change the outcome.
    ISymbol? FlagIn(IOperation comparison)
    {
        ISymbol? found = null;
        foreach (var operand in comparison.ChildOperations)
        {
            if (operand is IPatternOperation || operand.ConstantValue.HasValue || operand is ITypeOfOperation or ISizeOfOperation) continue;
            var value = operand is IConversionOperation { OperatorMethod: null } conversion ? conversion.Operand : operand;
            if (!folding.IsFlag(value, out var flag)) return comparison is IBinaryOperation && folding.Of(comparison).Folds != CompileModes.None ? comparison.Type : null;
            found = flag;
        }
        return found ?? (folding.Of(comparison).Folds != CompileModes.None ? comparison.Type : null);
    }
}

/// <summary>A condition that only process-wide state decides. Two tests with one key have one outcome.</summary>
/// <param name="WhyNot">What keeps it from folding; null if it folds.</param>
/// <param name="IsNegative">Whether the feature is there while the flag is false: it is asked as <c>!flag</c>, or is named NoThis or DisableThat.</param>
sealed record FlagTest(string Key, IOperation Operation, ISymbol Flag, bool Folds, string? WhyNot, bool IsNegative)
{
    /// <summary>Whether nothing can be said of it, because the code that it stands on does not compile.</summary>
    public bool IsUnresolved => WhyNot == Folding.DoesNotCompile;
}
