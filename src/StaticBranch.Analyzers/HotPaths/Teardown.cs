using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace StaticBranch.HotPaths;

/// <summary>Recognises the end of a holder's life: who disposes of others as well does so once, and not for every reference or lease.</summary>
static class Teardown
{
    /// <summary>Whether a body disposes of what its object holds.</summary>
    public static bool In(IOperation body) => body.Descendants().Any(DisposesOther);

    /// <summary>Whether a body disposes of what its object holds, or of its base, before it comes to a step of a count: not on account of the count, then.</summary>
    public static bool Ahead(IOperation step, IOperation body) =>
        body.Descendants().Any(operation => operation.Syntax.SpanStart < step.Syntax.SpanStart && (DisposesOther(operation) || DisposesBase(operation)));

    static bool DisposesOther(IOperation operation) => operation is IInvocationOperation { TargetMethod.Name: "Dispose" or "DisposeAsync", Instance: not null and not IInstanceReferenceOperation };

    static bool DisposesBase(IOperation operation) => operation is IInvocationOperation { TargetMethod.Name: "Dispose" or "DisposeAsync", Instance.Syntax: BaseExpressionSyntax };
}
