using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace StaticBranch.HotPaths;

/// <summary>Recognises the condition with which a pool asks whether it found something, so that what makes up for a miss is cold.</summary>
static class Miss
{
    /// <summary>The outcome that means a miss; null where the condition asks something else.</summary>
    public static bool? RareOutcome(IOperation condition, LocalValues values) => values.Origin(condition) switch
    {
        IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } not => !RareOutcome(not.Operand, values),
        IInvocationOperation { TargetMethod: { Name: var name, ReturnType.SpecialType: SpecialType.System_Boolean } } when name.StartsWith("Try", StringComparison.Ordinal) => false,
        IIsNullOperation { Operand: var operand } when IsLookup(operand, values) => true,
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals, RightOperand.ConstantValue: { HasValue: true, Value: null }, LeftOperand: var operand } when IsLookup(operand, values) => true,
        IBinaryOperation { OperatorKind: BinaryOperatorKind.NotEquals, RightOperand.ConstantValue: { HasValue: true, Value: null }, LeftOperand: var operand } when IsLookup(operand, values) => false,
        IIsPatternOperation { Pattern: IConstantPatternOperation { Value.ConstantValue: { HasValue: true, Value: null } }, Value: var operand } when IsLookup(operand, values) => true,
        IIsPatternOperation { Pattern: INegatedPatternOperation { Pattern: IConstantPatternOperation { Value.ConstantValue: { HasValue: true, Value: null } } }, Value: var operand } when IsLookup(operand, values) => false,
        IBinaryOperation { LeftOperand: var index, RightOperand: var bound, OperatorKind: var kind } comparison when comparison.Syntax.FirstAncestorOrSelf<StatementSyntax>() is IfStatementSyntax =>
            IsBucketBound(bound, values) ? IsBeyond(kind) : IsBucketBound(index, values) ? !IsBeyond(kind) : null,
        _ => null,
    };

    // A size for which the pool has no bucket is not pooled. In a loop the same comparison only ends it.
    static bool IsBucketBound(IOperation bound, LocalValues values) => values.Origin(bound) switch
    {
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Subtract, LeftOperand: var length } => IsBucketBound(length, values),
        IPropertyReferenceOperation { Property.Name: "Length", Instance: { Type: IArrayTypeSymbol { ElementType.SpecialType: SpecialType.None } } array } => values.Origin(array) is IFieldReferenceOperation,
        _ => false,
    };

    static bool? IsBeyond(BinaryOperatorKind kind) => kind switch
    {
        BinaryOperatorKind.GreaterThan or BinaryOperatorKind.GreaterThanOrEqual => true,
        BinaryOperatorKind.LessThan or BinaryOperatorKind.LessThanOrEqual => false,
        _ => null,
    };

    static bool IsLookup(IOperation operand, LocalValues values) => values.Origin(operand) is IInvocationOperation or IArrayElementReferenceOperation;
}
