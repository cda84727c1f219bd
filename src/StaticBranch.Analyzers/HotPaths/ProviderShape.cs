using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace StaticBranch.HotPaths;

/// <summary>Recognises the members that rent from a pool of another type on behalf of their callers.</summary>
sealed class ProviderShape(PoolTypes pools, PoolShape pool)
{
    /// <summary>The role of a member that rents for longer than it runs, as its name says, or as it asks whether there is a pool; null where it does not.</summary>
    public HotMember? Of(IMethodSymbol method, IOperation body)
    {
        bool isNamed = MemberNames.SaysProvide(method.Name), isGet = MemberNames.SaysGet(method.Name);
        foreach (var operation in body.Descendants())
            if (operation is IInvocationOperation call && IsRent(call) && (isNamed && !PoolShape.IsWrapper(call, body) && !(isGet && IsLastResort(call, body)) || IsAskedFor(call.Instance, body)) && IsKept(call, body)) return new(method, Role.Rent, $"rents from '{call.TargetMethod.ContainingType.Name}'", call.Syntax.GetLocation());
        return null;
    }

    bool IsRent(IInvocationOperation call) => pools.Contains(call.TargetMethod.ContainingType) && PoolShape.Rents(call.TargetMethod) && call.Instance is not IInstanceReferenceOperation;

    // Who rents in each round of a loop, or gives back what it has rented, does work of its own with it.
    bool IsKept(IInvocationOperation rent, IOperation body)
    {
        for (var node = rent.Parent; node is not null && node != body; node = node.Parent)
            if (node is ILoopOperation or IUsingOperation or IUsingDeclarationOperation or IAnonymousFunctionOperation or ILocalFunctionOperation) return false;
        return !body.Descendants().Any(operation => operation is IInvocationOperation call && pool.IsReturn(call) && pool.IsOfRented(call, body));
    }

    // What may be got without renting is rented by few: "Get" promises less than "Create".
    static bool IsLastResort(IInvocationOperation rent, IOperation body) =>
        body.Descendants().Any(operation => operation is IReturnOperation exit && exit.Syntax.SpanStart < rent.Syntax.SpanStart && !exit.Syntax.Span.Contains(rent.Syntax.Span) && !IsNothing(exit.ReturnedValue));

    // Who asks for nothing gets what stands for it: null, an empty array, the one empty object.
    static bool IsNothing(IOperation? given) => given is IConversionOperation { Operand: var operand } ? IsNothing(operand)
        : given is { ConstantValue.HasValue: true } or IDefaultValueOperation or IMemberReferenceOperation { Instance: null } or IInvocationOperation { Instance: null, Arguments.IsEmpty: true };

    // pool == null ? new T() : pool.Rent(): everybody asks for what few have, or lack.
    static bool IsAskedFor(IOperation? pool, IOperation body) => pool is IConditionalAccessInstanceOperation
        || Holder(pool) is { } holder && body.Descendants().Any(operation => SymbolEqualityComparer.Default.Equals(Holder(AskedForNull(operation)), holder));

    static IOperation? AskedForNull(IOperation operation) => operation switch
    {
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals, LeftOperand: var asked, RightOperand.ConstantValue: { HasValue: true, Value: null } } => asked,
        IIsPatternOperation { Value: var asked, Pattern: IConstantPatternOperation { Value.ConstantValue: { HasValue: true, Value: null } } or INegatedPatternOperation { Pattern: IConstantPatternOperation { Value.ConstantValue: { HasValue: true, Value: null } } } } => asked,
        _ => null,
    };

    static ISymbol? Holder(IOperation? operation) => operation is IConversionOperation { Operand: var operand } ? Holder(operand) : Referenced.By(operation);
}
