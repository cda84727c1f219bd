using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using StaticBranch.Flags;

namespace StaticBranch.Flow;

/// <summary>Recognises the smallest conditions that process-wide state alone decides: a flag, or a comparison of one with a constant.</summary>
sealed class FlagTests(FlagFolding folding, Bodies bodies, CompileModes target)
{
    /// <summary>The test that this very operation is, or null. Negations and conjunctions are not tests; their operands are.</summary>
    /// <param name="operation">An operation of a graph, or of the code as it was written.</param>
    /// <param name="values">The locals and captures of that graph.</param>
    public FlagTest? Of(IOperation operation, LocalValues? values = null)
    {
        operation = values?.Whole(operation) ?? operation;
        if (operation.Type?.SpecialType != SpecialType.System_Boolean || operation is { ConstantValue.HasValue: true } and not IFieldReferenceOperation) return null;
        if (folding.IsFlag(operation, out var flag)) return Test(flag.GetDocumentationCommentId() ?? flag.Name, flag);
        if (IsMadeOfTests(operation)) return null;
        if ((IsComparison(operation) ? FlagIn(operation, values) : null) is { } compared) return Test($"{operation.Kind} {compared} {operation.Syntax}", compared);
        return folding.Of(operation, values).Folds == CompileModes.None || IsPassedAnObject(operation, values) ? null : Test($"{operation.Kind} {operation.Syntax}", SubjectOf(operation, values));

        FlagTest Test(string key, ISymbol symbol) => new(key, operation, symbol, folding.Of(operation, values) is var answer && answer.FoldsUnder(target), answer.ReasonUnder(target), Polarity.IsNegative(operation.Syntax, symbol));
    }

    /// <summary>The tests in an operation, and in the bodies of the helpers that it calls.</summary>
    public IEnumerable<FlagTest> In(IOperation root, LocalValues? values = null, bool followCalls = true)
    {
        List<IOperation> open = [root];
        while (open.Count > 0)
        {
            var operation = open[open.Count - 1];
            open.RemoveAt(open.Count - 1);
            if (Of(operation, values) is { } test)
            {
                yield return test;
                continue;
            }
            int rest = open.Count;
            open.AddRange(operation.ChildOperations);
            open.Reverse(rest, open.Count - rest);
            if (!followCalls || HelperBody(operation) is not { } body) continue;
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

    // A helper that ignores what it is passed says nothing of the process.
    bool IsPassedAnObject(IOperation operation, LocalValues? values) =>
        operation is IInvocationOperation { Instance: null } call && call.Arguments.Any(argument => folding.Of(argument.Value, values).Folds == CompileModes.None);

    static bool IsMadeOfTests(IOperation operation) => operation is IConditionalOperation
        or IUnaryOperation { OperatorMethod: null }
        or IBinaryOperation { OperatorMethod: null, LeftOperand.Type.SpecialType: SpecialType.System_Boolean, RightOperand.Type.SpecialType: SpecialType.System_Boolean }
        or IIsPatternOperation { Value.Type.SpecialType: SpecialType.System_Boolean }
        or ISwitchExpressionOperation { Value.Type.SpecialType: SpecialType.System_Boolean };

    static bool IsComparison(IOperation operation) => operation is IIsPatternOperation or IIsNullOperation or IIsTypeOperation or IBinaryOperation;

    // Every operand must be a constant or a flag, and one must be a flag: then no object and no call can change the outcome.
    ISymbol? FlagIn(IOperation comparison, LocalValues? values)
    {
        ISymbol? found = null;
        foreach (var operand in comparison.ChildOperations)
        {
            if (operand is IPatternOperation || operand.ConstantValue.HasValue || operand is ITypeOfOperation or ISizeOfOperation) continue;
            var value = values?.Origin(operand) ?? (operand is IConversionOperation { OperatorMethod: null } conversion ? conversion.Operand : operand);
            if (!folding.IsFlag(value, out var flag)) return null;
            // TimeSpan.Zero is a flag as far as that goes, and what is compared with it is what the comparison is about.
            if (found is null or IFieldSymbol { IsReadOnly: true }) found = flag;
        }
        return found;
    }

    // What a condition that folds as a whole is about: a member, the method that is called, the first flag in it, or a type. Mask.HasFlag(x) is about the mask.
    ISymbol SubjectOf(IOperation operation, LocalValues? values)
    {
        if (operation is IMemberReferenceOperation { Member: var member }) return member;
        if (operation is IInvocationOperation { TargetMethod: { ContainingType.OriginalDefinition.SpecialType: SpecialType.None } method }) return method;
        foreach (var part in operation.Descendants())
            if (folding.IsFlag(values?.Origin(part) ?? part, out var flag)) return flag;
        return operation.Type!;
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
