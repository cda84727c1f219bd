using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace StaticBranch.HotPaths;

/// <summary>Recognises the condition with which a pool asks whether it found something, so that what makes up for a miss is cold.</summary>
static class Miss
{
    // A local that is given one of two values is given a capture of them.
    const int MaxHops = 2;

    /// <summary>The outcome that means a miss; null where the condition asks something else.</summary>
    public static bool? RareOutcome(IOperation condition, Role role, LocalValues values) => role is Role.Rent or Role.Return ? Asked(condition, role, values) : null;

    static bool? Asked(IOperation condition, Role role, LocalValues values)
    {
        if (EqualityTest.Of(condition, values) is { } test && (test.IsNullTest && (values.IsHandedOut(test.Value) || IsFound(test.Value, values)) || test.Constant is 0 && IsStock(test.Value, role, values))) return test.EqualWhen;
        return values.Origin(condition) switch
        {
            ILocalReferenceOperation local when KeepsMiss(local, values) => true,
            IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } not => !Asked(not.Operand, role, values),
            IInvocationOperation { TargetMethod: { Name: var name, ReturnType.SpecialType: SpecialType.System_Boolean } } when name.StartsWith("Try", StringComparison.Ordinal) => false,
            IIsPatternOperation { Value: var operand } when IsRented(operand, values) => false,
            IIsTypeOperation { ValueOperand: var operand } when IsRented(operand, values) => false,
            IPropertyReferenceOperation { Property.Name: "IsValid", Instance: { } operand } when IsFound(operand, values) => false,
            IInvocationOperation { TargetMethod.Name: "IsValid", Arguments.IsEmpty: true, Instance: { } operand } when IsFound(operand, values) => false,
            IPropertyReferenceOperation { Property.Name: "IsInvalid" or "IsNull" or "IsDefault", Instance: { } operand } when IsFound(operand, values) => true,
            IBinaryOperation { OperatorKind: BinaryOperatorKind.GreaterThan, LeftOperand: var left, RightOperand.ConstantValue: { HasValue: true, Value: 0 } } when IsStock(left, role, values) => false,
            IBinaryOperation { LeftOperand: var index, RightOperand: var bound, OperatorKind: var kind } comparison when comparison.Syntax.FirstAncestorOrSelf<StatementSyntax>() is IfStatementSyntax choice =>
                IsBucketBound(bound, values) || IsFull(choice, bound, index, role, values) ? IsBeyond(kind) : IsBucketBound(index, values) || IsFull(choice, index, bound, role, values) ? !IsBeyond(kind) : null,
            _ => null,
        };
    }

    // bool missed = false; if (there is one) missed = (item = slots[i]) == null;
    static bool KeepsMiss(ILocalReferenceOperation local, LocalValues values)
    {
        var kept = values.Of(local).Where(definition => definition.Value.ConstantValue is not { HasValue: true, Value: false }).ToArray();
        return kept.Length > 0 && kept.All(definition => definition.Value is IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals, LeftOperand: var found, RightOperand.ConstantValue: { HasValue: true, Value: null } } && IsFound(found, values));
    }

    // A pool that is full takes no more.
    static bool IsFull(IfStatementSyntax choice, IOperation limit, IOperation number, Role role, LocalValues values) => role == Role.Return && IsDecisive(choice.Condition, number) && values.Origin(limit) is IMemberReferenceOperation { Member.Name: var name } && MemberNames.SaysLimit(name) && !values.Origin(number).ConstantValue.HasValue;

    // What comes after it in the condition may let more in.
    static bool IsDecisive(ExpressionSyntax condition, IOperation number) => condition is not BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalOrExpression or (int)SyntaxKind.LogicalAndExpression, Left: var first } || !first.Span.Contains(number.Syntax.Span);

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

    static bool IsLookup(IOperation operand, LocalValues values) => IsLookup(values.Origin(operand));

    static bool IsLookup(IOperation origin) => origin is IInvocationOperation or IArrayElementReferenceOperation or IFieldReferenceOperation { Instance: IArrayElementReferenceOperation or ILocalReferenceOperation { Local.IsRef: true } };

    // A local that is also given what makes up for the miss has more than one value.
    static bool IsFound(IOperation operand, LocalValues values, int hops = MaxHops) => IsLookup(operand, values) || hops > 0 && values.Of(operand).Any(definition => IsFound(values.Origin(definition.Value), values, hops - 1));

    static bool IsRented(IOperation operand, LocalValues values) => Rents(values.Origin(operand)) || values.Of(operand).Any(definition => Rents(values.Origin(definition.Value)));

    static bool Rents(IOperation origin) => origin is IInvocationOperation { TargetMethod: { Name: var name, ContainingType.Name: var type } } && MemberNames.SaysRent(name)
        && !MemberNames.SaysNew(name) && (!MemberNames.SaysGet(name) || type.EndsWith("Pool", StringComparison.Ordinal));

    static bool IsStock(IOperation value, Role role, LocalValues values) => role == Role.Rent && values.Origin(value) is IPropertyReferenceOperation { Property.Name: "Count" };
}
