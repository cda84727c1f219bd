using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace StaticBranch.SpecialCases;

/// <summary>Recognises the property that asks for room, as in <c>CanRecycle => items.Length &lt;= Max</c>: every caller needs the answer.</summary>
static class RoomTest
{
    public static bool IsAskedBy(ISymbol predicate, Bodies bodies) =>
        predicate is IPropertySymbol { Type.SpecialType: SpecialType.System_Boolean, GetMethod: { } getter } && bodies.Of(getter) is { } body
        && body.Descendants().OfType<IBinaryOperation>().ToArray() is { Length: > 0 } parts && parts.Any(ComparesExtent) && parts.All(part => ComparesExtent(part) || IsNullTest(part) || Joins(part));

    static bool ComparesExtent(IBinaryOperation test) => test.OperatorKind is BinaryOperatorKind.LessThan or BinaryOperatorKind.LessThanOrEqual or BinaryOperatorKind.GreaterThan or BinaryOperatorKind.GreaterThanOrEqual or BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals
        && (IsExtent(test.LeftOperand) || IsExtent(test.RightOperand)) && test.RightOperand.ConstantValue is not { HasValue: true, Value: 0 };

    static bool IsExtent(IOperation value) => value is IMemberReferenceOperation { Member.Name: "Length" or "Count" or "Capacity" };

    static bool IsNullTest(IBinaryOperation test) => test.RightOperand.ConstantValue is { HasValue: true, Value: null };

    static bool Joins(IBinaryOperation parts) => parts.OperatorKind is BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.ConditionalOr;
}
