using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace StaticBranch.HotPaths;

/// <summary>Recognises the condition with which a completion asks whether what it completes has failed: few come by there, and nobody expects them to be fast.</summary>
static class Failure
{
    /// <summary>The outcome that means a failure; null where the condition asks something else.</summary>
    public static bool? RareOutcome(IOperation condition, LocalValues values) => values.Origin(condition) switch
    {
        IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } not => !RareOutcome(not.Operand, values),
        IIsNullOperation { Operand: var operand } when IsException(operand, values) => false,
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals, LeftOperand: var left, RightOperand: var right } when IsFailure(left, right, values) => false,
        IBinaryOperation { OperatorKind: BinaryOperatorKind.NotEquals, LeftOperand: var left, RightOperand: var right } when IsFailure(left, right, values) => true,
        IIsPatternOperation { Pattern: IConstantPatternOperation { Value: var constant }, Value: var operand } when IsFailure(operand, constant, values) => false,
        IIsPatternOperation { Pattern: INegatedPatternOperation { Pattern: IConstantPatternOperation { Value: var constant } }, Value: var operand } when IsFailure(operand, constant, values) => true,
        _ => null,
    };

    static bool IsFailure(IOperation value, IOperation constant, LocalValues values) => constant.ConstantValue switch
    {
        { HasValue: true, Value: null } => IsException(value, values),
        { HasValue: true, Value: var number } => number is 0 or 0u or 0L && NameOf(values.Origin(value)) is { } name && SaysError(name),
        _ => false,
    };

    static bool IsException(IOperation value, LocalValues values)
    {
        for (var type = values.Origin(value).Type; type is not null; type = type.BaseType)
            if (type is { Name: "Exception", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } }) return true;
        return false;
    }

    static bool SaysError(string name) => name.EndsWith("error", StringComparison.OrdinalIgnoreCase) || name.EndsWith("errorCode", StringComparison.OrdinalIgnoreCase);

    static string? NameOf(IOperation value) => value switch
    {
        IParameterReferenceOperation { Parameter.Name: var name } => name,
        ILocalReferenceOperation { Local.Name: var name } => name,
        IMemberReferenceOperation { Member.Name: var name } => name,
        _ => null,
    };
}
