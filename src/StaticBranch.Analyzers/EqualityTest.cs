using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace StaticBranch;

/// <summary>A condition that compares a value with a constant, however it is written: <c>==</c>, <c>!=</c>, <c>is</c>, <c>is not</c>, negated, the constant on either side.</summary>
/// <param name="EqualWhen">The outcome that means equal.</param>
readonly record struct EqualityTest(IOperation Value, object? Constant, bool EqualWhen)
{
    public bool IsNullTest => Constant is null;

    public static EqualityTest? Of(IOperation condition, LocalValues values) => values.Origin(condition) switch
    {
        IUnaryOperation { OperatorKind: UnaryOperatorKind.Not, OperatorMethod: null } not => Negated(Of(not.Operand, values)),
        IIsNullOperation { Operand: var value } => new(value, null, true),
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals } equals => Of(equals.LeftOperand, equals.RightOperand, values),
        IBinaryOperation { OperatorKind: BinaryOperatorKind.NotEquals } differs => Negated(Of(differs.LeftOperand, differs.RightOperand, values)),
        IIsPatternOperation { Value: var value, Pattern: var pattern } => Of(value, pattern, values),
        _ => null,
    };

    static EqualityTest? Of(IOperation left, IOperation right, LocalValues values) =>
        Known(values.Origin(right)) is { HasValue: true } last ? new(left, last.Value, true)
        : Known(values.Origin(left)) is { HasValue: true } first ? new(right, first.Value, true) : null;

    // The zero of a pointer is the null of native code.
    static Optional<object?> Known(IOperation operand) => operand is { Type.SpecialType: SpecialType.System_IntPtr or SpecialType.System_UIntPtr }
        and (IFieldReferenceOperation { Field.Name: "Zero" } or IDefaultValueOperation) ? new(null) : operand.ConstantValue;

    static EqualityTest? Of(IOperation value, IPatternOperation pattern, LocalValues values) => pattern switch
    {
        INegatedPatternOperation negated => Negated(Of(value, negated.Pattern, values)),
        // "x is { }" asks for anything but null.
        IRecursivePatternOperation { PropertySubpatterns.IsEmpty: true, DeconstructionSubpatterns.IsEmpty: true, MatchedType: var type } when SymbolEqualityComparer.Default.Equals(type, value.Type) => new(value, null, false),
        IConstantPatternOperation { Value: var constant } when values.Origin(constant).ConstantValue is { HasValue: true, Value: var known } => new(value, known, true),
        _ => null,
    };

    static EqualityTest? Negated(EqualityTest? test) => test is { } known ? known with { EqualWhen = !known.EqualWhen } : null;
}
