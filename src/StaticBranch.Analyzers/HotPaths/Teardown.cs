using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace StaticBranch.HotPaths;

/// <summary>Recognises the end of a holder's life: who disposes of others as well does so once, and not for every reference or lease.</summary>
static class Teardown
{
    /// <summary>Whether a body disposes of what its object holds, beside what it returns to a pool.</summary>
    public static bool In(IOperation body, IOperation returned) => body.Descendants().Any(operation => DisposesOther(operation) && !IsInsteadOf(operation, returned));

    /// <summary>Whether a body disposes of what its object holds, or of its base, before it comes to a step of a count: not on account of the count, then.</summary>
    public static bool Ahead(IOperation step, IOperation body) =>
        body.Descendants().Any(operation => operation.Syntax.SpanStart < step.Syntax.SpanStart && (DisposesOther(operation) || DisposesBase(operation)));

    // What was not rented is disposed of in the other arm.
    static bool IsInsteadOf(IOperation operation, IOperation returned)
    {
        for (var node = operation; node.Parent is { } parent; node = parent)
            if (parent is IConditionalOperation choice && node != choice.Condition && (node == choice.WhenTrue ? choice.WhenFalse : choice.WhenTrue) is { } other && other.Syntax.Span.Contains(returned.Syntax.Span)) return true;
        return false;
    }

    static bool DisposesOther(IOperation operation) => operation is IInvocationOperation { TargetMethod.Name: "Dispose" or "DisposeAsync", Instance: not null and not IInstanceReferenceOperation };

    static bool DisposesBase(IOperation operation) => operation is IInvocationOperation { TargetMethod.Name: "Dispose" or "DisposeAsync", Instance.Syntax: BaseExpressionSyntax };
}
