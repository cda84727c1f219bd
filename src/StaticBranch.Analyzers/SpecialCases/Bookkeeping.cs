using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using StaticBranch.Flow;
using StaticBranch.HotPaths;

namespace StaticBranch.SpecialCases;

/// <summary>Recognises the condition on which nothing hangs but what is counted or reported.</summary>
static class Bookkeeping
{
    /// <summary>What the condition asks, or null where some arm of its statement does work.</summary>
    public static Subject? Of(Leaf leaf, HotBody body)
    {
        if (leaf.Statement is not (IfStatementSyntax or SwitchStatementSyntax) || Effects.In(leaf.Condition)) return null;
        if (Tested(leaf.Condition, body) is not { } asked || body.Writes(asked) || Statement(leaf, body) is not { } statement || Arms(statement).ToArray() is not [_, ..] arms || !arms.All(IsBookkeeping)) return null;
        return new(asked, SpecialKind.Diagnostics, SpecialWhen: true);
    }

    static IOperation? Statement(Leaf leaf, HotBody body) => body.Values.Written.FirstOrDefault(operation => operation.Syntax == leaf.Statement);

    static ISymbol? Tested(IOperation condition, HotBody body)
    {
        foreach (var operation in condition.DescendantsAndSelf())
        {
            switch (operation is IFlowCaptureReferenceOperation ? body.Values.Origin(operation) : operation)
            {
                case ILocalReferenceOperation { Local: var local }: return local;
                case IParameterReferenceOperation { Parameter: var parameter }: return parameter;
                case IMemberReferenceOperation { Member: var member } when !operation.ConstantValue.HasValue: return member;
            }
        }
        return null;
    }

    static IEnumerable<IEnumerable<IOperation>> Arms(IOperation statement) => statement switch
    {
        IConditionalOperation { WhenFalse: null } conditional => [[conditional.WhenTrue]],
        IConditionalOperation { WhenFalse: { } whenFalse } conditional => [[conditional.WhenTrue], [whenFalse]],
        ISwitchOperation { Cases: var cases } => cases.Select(section => section.Body.Where(static end => !Ends(end))).Where(arm => arm.Any()),
        _ => [],
    };

    static bool Ends(IOperation statement) => statement is IBranchOperation { BranchKind: BranchKind.Break } or IThrowOperation
        || statement is IExpressionStatementOperation { Operation: IInvocationOperation { TargetMethod: var helper } } && Divergence.IsThrowHelper(helper);

    static bool IsBookkeeping(IEnumerable<IOperation> arm) => arm.All(statement => statement switch
    {
        IBlockOperation { Operations: var inner } => IsBookkeeping(inner),
        IExpressionStatementOperation { Operation: ISimpleAssignmentOperation { Target: IDiscardOperation, Value: var value } } => Counts(value) || Reports(value),
        IExpressionStatementOperation { Operation: var operation } => Counts(operation) || Reports(operation),
        _ => false,
    });

    // Whether the step of a counter that no condition ever asks.
    static bool Counts(IOperation operation) => CountStep.Of(operation) is { IsRetried: false, Counter: IFieldSymbol counter } && !MemberNames.SaysReferenceCount(counter.Name) && !IsAsked(counter);

    static bool Reports(IOperation operation) => operation is IInvocationOperation { TargetMethod: { ReturnsVoid: true, Name: var name } } && MemberNames.SaysReport(name);

    static bool IsAsked(IFieldSymbol counter) => counter.ContainingType.DeclaringSyntaxReferences
        .SelectMany(type => type.GetSyntax().DescendantNodes().OfType<SimpleNameSyntax>()).Any(name => name.Identifier.ValueText == counter.Name && IsAsked(name));

    static bool IsAsked(SyntaxNode use)
    {
        for (var node = use.Parent; node is ExpressionSyntax or ArgumentSyntax or ArgumentListSyntax or BracketedArgumentListSyntax; node = node.Parent)
            if (node is BracketedArgumentListSyntax || node.Kind() is SyntaxKind.EqualsExpression or SyntaxKind.NotEqualsExpression or SyntaxKind.LessThanExpression or SyntaxKind.LessThanOrEqualExpression or SyntaxKind.GreaterThanExpression or SyntaxKind.GreaterThanOrEqualExpression or SyntaxKind.IsPatternExpression) return true;
        return false;
    }
}
