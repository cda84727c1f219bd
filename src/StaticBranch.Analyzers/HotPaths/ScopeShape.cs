using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace StaticBranch.HotPaths;

/// <summary>Recognises the end of a scope that lives on the stack: who opens one runs it each time.</summary>
static class ScopeShape
{
    public static bool MayBe(IMethodSymbol method) => method is { Name: "Dispose", ContainingType.IsRefLikeType: true, Parameters.IsEmpty: true };

    /// <summary>The role of the end of a scope; null where all that it asks is whether there is something to end.</summary>
    public static HotMember? Of(IMethodSymbol method, IOperation body) =>
        body.Descendants().Count(IsChoice) > 1 ? new(method, Role.Release, $"ends the scope of each '{method.ContainingType.Name}'", null) : null;

    static bool IsChoice(IOperation operation) => operation is IConditionalOperation or IConditionalAccessOperation or ICoalesceOperation or ISwitchOperation or ISwitchExpressionOperation
        or IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.ConditionalOr };
}
