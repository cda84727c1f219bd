using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace StaticBranch.Flags;

/// <summary>Whether the JIT puts a callee's body in its caller's place; a flag behind a real call never folds.</summary>
static class Inlining
{
    // The JIT's own limit (DEFAULT_MAX_INLINE_SIZE) is 100 bytes of IL.
    const int LargestBody = 100;

    /// <returns>What keeps the call, as a clause; null if nothing does.</returns>
    public static string? ObstacleOf(IMethodSymbol method, IOperation body)
    {
        var name = (method.AssociatedSymbol ?? method).Short();
        var options = method.MethodImplementationFlags;
        if ((options & MethodImplAttributes.NoInlining) != 0) return $"'{name}' must not be inlined";
        if ((options & MethodImplAttributes.NoOptimization) != 0) return $"'{name}' must not be optimised";
        if ((options & MethodImplAttributes.Synchronized) != 0) return $"'{name}' is synchronized";
        if (method.IsAsync) return $"'{name}' is async";

        var size = 0;
        foreach (var operation in body.DescendantsAndSelf())
        {
            switch (operation)
            {
                case ITryOperation or ILockOperation or IUsingOperation or IUsingDeclarationOperation: return $"'{name}' has a protected region and is not inlined";
                case ILoopOperation: return $"'{name}' has a loop and is not inlined";
            }
            size += BytesOf(operation);
        }
        return size > LargestBody && (options & MethodImplAttributes.AggressiveInlining) == 0 ? $"'{name}' is too big to be inlined" : null;
    }

    // An estimate: a token takes four bytes and its instruction one or two, a short branch two, all else about one.
    static int BytesOf(IOperation operation) => operation switch
    {
        IInvocationOperation or IMemberReferenceOperation or IObjectCreationOperation or ITypeOfOperation or ISizeOfOperation or IIsTypeOperation => 5,
        ILiteralOperation { Type.SpecialType: SpecialType.System_String } => 5,
        IConditionalOperation or IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.ConditionalOr } or ISwitchExpressionArmOperation => 4,
        IBinaryOperation or ILiteralOperation { Type.SpecialType: not SpecialType.System_Boolean } => 2,
        IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } => 2,
        ILiteralOperation or ILocalReferenceOperation or IParameterReferenceOperation or IReturnOperation => 1,
        _ => 0,
    };
}
