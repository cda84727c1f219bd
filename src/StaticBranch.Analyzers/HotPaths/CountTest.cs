using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace StaticBranch.HotPaths;

/// <summary>A condition that asks a reference count, and the outcome with which the count passed its threshold.</summary>
/// <param name="Step">The step whose result is tested; null where the count is only read.</param>
/// <param name="TakenWhen">The outcome that few callers see: the last reference is gone, the first one came. Null where either is common.</param>
readonly record struct CountTest(CountStep? Step, bool? TakenWhen)
{
    /// <param name="condition">The condition, without negations.</param>
    /// <param name="values">What the locals of the body hold.</param>
    /// <param name="bodies">For a helper that steps and tests at once, as put_page_testzero does.</param>
    public static CountTest? Of(IOperation condition, LocalValues values, Bodies bodies)
    {
        switch (values.Origin(condition))
        {
            case IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } not:
                return Of(not.Operand, values, bodies) is { } negated ? negated with { TakenWhen = !negated.TakenWhen } : null;
            case IBinaryOperation { OperatorKind: var kind } comparison when IsRareWhen(kind) is { } rare:
                if (StepIn(comparison.LeftOperand, values, bodies) is { } left) return Test(left, comparison.RightOperand, rare, comparison, values);
                if (StepIn(comparison.RightOperand, values, bodies) is { } right) return Test(right, comparison.LeftOperand, IsRareWhen(Flip(kind))!.Value, comparison, values);
                return Reads(comparison.LeftOperand, values) || Reads(comparison.RightOperand, values) ? new(null, rare) : null;
            case IIsPatternOperation { Pattern: IConstantPatternOperation } pattern when StepIn(pattern.Value, values, bodies) is { } step:
                return new(step, true);
            case IIsPatternOperation { Pattern: IRelationalPatternOperation relation } pattern when StepIn(pattern.Value, values, bodies) is { } step:
                return new(step, IsRareWhen(relation.OperatorKind));
            case IIsPatternOperation { Pattern: INegatedPatternOperation { Pattern: IConstantPatternOperation } } pattern when StepIn(pattern.Value, values, bodies) is { } step:
                return new(step, false);
            case IIsPatternOperation { Value: var value } when Reads(value, values):
                return new(null, null);
            case IInvocationOperation { TargetMethod.ReturnType.SpecialType: SpecialType.System_Boolean } call:
                return OfHelper(call.TargetMethod, bodies);
            case IPropertyReferenceOperation { Property: { Type.SpecialType: SpecialType.System_Boolean, GetMethod: { } getter } } when OfHelper(getter, bodies) is { } asked:
                return asked;
            default:
                return null;
        }
    }

    // A compare-exchange says whether it succeeded, not what the count has come to.
    static CountTest Test(CountStep step, IOperation other, bool rare, IBinaryOperation comparison, LocalValues values) =>
        step.IsRetried && !values.Origin(other).ConstantValue.HasValue ? new(step, null) : new(step, rare);

    static CountTest? OfHelper(IMethodSymbol helper, Bodies bodies)
    {
        if (bodies.Of(helper) is not { } body || Returned(body) is not IBinaryOperation comparison || IsRareWhen(comparison.OperatorKind) is not { } rare) return null;
        foreach (var operation in comparison.Descendants())
            if (CountStep.Of(operation) is { IsRetried: false } step) return new(step, rare);
        // IsDisposed => refCount <= 0 reads what another member has stepped.
        return ReadsCount(comparison.LeftOperand) || ReadsCount(comparison.RightOperand) ? new(null, rare) : null;
    }

    static bool ReadsCount(IOperation value) => CountStep.CounterOf(value) is { } counter && MemberNames.SaysReferenceCount(counter.Name);

    static IOperation? Returned(IOperation body)
    {
        IOperation? only = null;
        foreach (var operation in body.Descendants())
        {
            if (operation is not IReturnOperation { ReturnedValue: { } value }) continue;
            if (only is not null) return null;
            only = value;
        }
        return only;
    }

    static CountStep? StepIn(IOperation value, LocalValues values, Bodies bodies) => values.Origin(value) switch
    {
        IBinaryOperation { OperatorKind: BinaryOperatorKind.And or BinaryOperatorKind.RightShift or BinaryOperatorKind.UnsignedRightShift or BinaryOperatorKind.Add or BinaryOperatorKind.Subtract } part => StepIn(part.LeftOperand, values, bodies),
        var origin => CountStep.Of(origin) ?? (origin is IInvocationOperation { TargetMethod.ReturnsVoid: false } ? new CountShape(bodies).StepOf(origin) : null),
    };

    static bool Reads(IOperation value, LocalValues values) => values.Origin(value) switch
    {
        IBinaryOperation { OperatorKind: BinaryOperatorKind.And or BinaryOperatorKind.RightShift or BinaryOperatorKind.Add or BinaryOperatorKind.Subtract } part => Reads(part.LeftOperand, values),
        IInvocationOperation { Arguments.IsEmpty: true, TargetMethod.Name: var getter } => MemberNames.SaysReferenceCount(getter),
        var origin => CountStep.CounterOf(origin) is { } counter && MemberNames.SaysReferenceCount(counter.Name),
    };

    // A count that equals, or has fallen to, its threshold is the rare outcome.
    static bool? IsRareWhen(BinaryOperatorKind kind) => kind switch
    {
        BinaryOperatorKind.Equals or BinaryOperatorKind.LessThan or BinaryOperatorKind.LessThanOrEqual => true,
        BinaryOperatorKind.NotEquals or BinaryOperatorKind.GreaterThan or BinaryOperatorKind.GreaterThanOrEqual => false,
        _ => null,
    };

    static BinaryOperatorKind Flip(BinaryOperatorKind kind) => kind switch
    {
        BinaryOperatorKind.LessThan => BinaryOperatorKind.GreaterThan,
        BinaryOperatorKind.LessThanOrEqual => BinaryOperatorKind.GreaterThanOrEqual,
        BinaryOperatorKind.GreaterThan => BinaryOperatorKind.LessThan,
        BinaryOperatorKind.GreaterThanOrEqual => BinaryOperatorKind.LessThanOrEqual,
        _ => kind,
    };
}
