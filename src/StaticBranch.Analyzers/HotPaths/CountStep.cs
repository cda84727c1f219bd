using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace StaticBranch.HotPaths;

/// <summary>One step of a shared counter: atomic or plain, up or down.</summary>
/// <param name="Counter">The field that counts, or the member that steps it where the field cannot be seen.</param>
/// <param name="IsDown">Whether the step drops references.</param>
/// <param name="IsRetried">Whether the step may fail and be tried again, as a compare-exchange may.</param>
readonly record struct CountStep(ISymbol Counter, bool IsDown, bool IsRetried)
{
    /// <summary>Whether only the name of a member speaks for the step.</summary>
    public bool IsByNameOnly => Counter is IMethodSymbol { RefKind: RefKind.None };

    /// <summary>Whether the counter says that it counts references, or the type that it is in.</summary>
    public bool CountsReferences => IsByNameOnly || MemberNames.SaysReferenceCount(Counter.Name) || Counter.ContainingType is { Name: var type } && MemberNames.SaysReferenceCount(type);

    public static CountStep? Of(IOperation operation) => operation switch
    {
        IInvocationOperation { TargetMethod: { ContainingType: { Name: "Interlocked", ContainingNamespace.Name: "Threading" } } method } call => OfInterlocked(method.Name, call),
        IInvocationOperation { Instance: { } counter, TargetMethod.Name: var name } => OfCounterObject(name, counter),
        IIncrementOrDecrementOperation step => Step(step.Target, step.Kind == OperationKind.Decrement),
        ICompoundAssignmentOperation { OperatorKind: BinaryOperatorKind.Add or BinaryOperatorKind.Subtract } step => Step(step.Target, step.OperatorKind == BinaryOperatorKind.Subtract),
        _ => null,
    };

    static CountStep? OfInterlocked(string name, IInvocationOperation call) => name switch
    {
        "Decrement" => Step(call.Arguments[0].Value, isDown: true),
        "Increment" => Step(call.Arguments[0].Value, isDown: false),
        "Add" => Step(call.Arguments[0].Value, IsNegative(ArgumentAt(call, 1))),
        "CompareExchange" when Difference(ArgumentAt(call, 1)) is { } difference => Step(call.Arguments[0].Value, difference, isRetried: true),
        _ => null,
    };

    // refCount.Decrement() steps what it is called on, whatever it does inside.
    static CountStep? OfCounterObject(string name, IOperation counter) =>
        CounterOf(counter) is { } member && MemberNames.SaysReferenceCount(member.Name) && MemberNames.SaysStep(name) is { } isDown ? new(member, isDown, IsRetried: false) : null;

    static CountStep? Step(IOperation target, bool isDown, bool isRetried = false) =>
        CounterOf(target) is { } counter ? new(counter, isDown, isRetried) : null;

    /// <summary>The field or variable behind a reference to a counter, or to the element or member of it that counts.</summary>
    public static ISymbol? CounterOf(IOperation target) => target switch
    {
        IFieldReferenceOperation field => field.Field,
        IPropertyReferenceOperation { Property: { RefKind: not RefKind.None } or { SetMethod: not null } } property => property.Property,
        IInvocationOperation { TargetMethod: { RefKind: not RefKind.None } method } => method,
        IConversionOperation conversion => CounterOf(conversion.Operand),
        IParameterReferenceOperation { Parameter: { RefKind: RefKind.Ref } parameter } => parameter,
        // A count that is kept in a dictionary is stepped in a local.
        ILocalReferenceOperation { Local: var local } when MemberNames.SaysReferenceCount(local.Name) => local,
        IInvocationOperation { TargetMethod.Name: "Read" or "VolatileRead" } read when read.Arguments.Length == 1 => CounterOf(read.Arguments[0].Value),
        _ => null,
    };

    // Arguments stand in the order of evaluation, which names may change.
    static IOperation? ArgumentAt(IInvocationOperation call, int ordinal)
    {
        foreach (var argument in call.Arguments)
            if (argument.Parameter?.Ordinal == ordinal) return argument.Value;
        return null;
    }

    static bool IsNegative(IOperation? amount) => amount switch
    {
        IUnaryOperation { OperatorKind: UnaryOperatorKind.Minus } => true,
        IConversionOperation conversion => IsNegative(conversion.Operand),
        { ConstantValue: { HasValue: true, Value: int value } } => value < 0,
        { ConstantValue: { HasValue: true, Value: long value } } => value < 0,
        _ => false,
    };

    // Whether the value that a compare-exchange stores is less than the one it expects; null where it is no step.
    static bool? Difference(IOperation? stored) => stored switch
    {
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Subtract } => true,
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Add } sum => IsNegative(sum.RightOperand),
        IConversionOperation conversion => Difference(conversion.Operand),
        ILocalReferenceOperation { Local: var local } reference => DifferenceOfLocal(local, reference),
        _ => null,
    };

    static bool? DifferenceOfLocal(ILocalSymbol local, IOperation use)
    {
        var root = use;
        while (root.Parent is not null) root = root.Parent;
        foreach (var value in GivenValues.Of(local, root))
            if (value is not ILocalReferenceOperation && Difference(value) is { } difference) return difference;
        return null;
    }
}
