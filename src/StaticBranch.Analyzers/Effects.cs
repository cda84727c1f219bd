using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using StaticBranch.SpecialCases;

namespace StaticBranch;

/// <summary>Whether an expression must be evaluated even if nobody asks for its value.</summary>
static class Effects
{
    public static bool In(IOperation value) => value.DescendantsAndSelf().Any(operation => operation
        is IAssignmentOperation or IIncrementOrDecrementOperation or IAwaitOperation or IObjectCreationOperation or IDynamicInvocationOperation or IThrowOperation
        || operation is IInvocationOperation { TargetMethod.Name: var name } && !SpecialNames.IsPredicate(name));
}
