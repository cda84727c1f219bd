using System.Collections;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace StaticBranch.Flow;

/// <summary>The blocks from which no path returns: each ends in a throw, or in a call that does not come back.</summary>
sealed class Divergence
{
    readonly BitArray returns;

    public Divergence(ControlFlowGraph graph)
    {
        returns = new BitArray(graph.Blocks.Length);
        returns[graph.Blocks.Length - 1] = true;
        // Backwards from the exit. Blocks are few and mostly in order, so two or three rounds do.
        for (bool changed = true; changed;)
        {
            changed = false;
            for (int i = graph.Blocks.Length - 2; i >= 0; i--)
            {
                var block = graph.Blocks[i];
                if (returns[i] || CallsThrowHelper(block) || !(Returns(block.FallThroughSuccessor) || Returns(block.ConditionalSuccessor))) continue;
                returns[i] = changed = true;
            }
        }
    }

    public bool At(BasicBlock block) => !returns[block.Ordinal];

    public bool Along(ControlFlowBranch? branch) => branch is { Semantics: ControlFlowBranchSemantics.Throw or ControlFlowBranchSemantics.Rethrow }
        || branch?.Destination is { } next && At(next);

    // A finally block's own end leads nowhere, so what runs through it is judged by the branch that enters it.
    bool Returns(ControlFlowBranch? branch) => branch switch
    {
        null => false,
        { Destination: { } next } => returns[next.Ordinal],
        _ => branch.Semantics is ControlFlowBranchSemantics.StructuredExceptionHandling,
    };

    static bool CallsThrowHelper(BasicBlock block)
    {
        foreach (var operation in block.Operations)
            if (operation is IExpressionStatementOperation { Operation: IInvocationOperation { TargetMethod: var method } } && (IsThrowHelper(method) || DoesNotReturn(method) || DeliversException(method))) return true;
        return block.FallThroughSuccessor?.Semantics == ControlFlowBranchSemantics.Return && block.BranchValue is { } value && Returned(value) is { } returned && (DoesNotReturn(returned) || DeliversException(returned));
    }

    // new ValueTask(Task.FromException(e)) is the task that it wraps.
    static IMethodSymbol? Returned(IOperation value) => value switch
    {
        IInvocationOperation call => call.TargetMethod,
        IConversionOperation conversion => Returned(conversion.Operand),
        IObjectCreationOperation { Type.Name: "ValueTask", Arguments: [{ Value: var task }] } => Returned(task),
        _ => null,
    };

    // What is asynchronous throws at whoever awaits it.
    static bool DeliversException(IMethodSymbol method) => method.Name is "SetException" or "TrySetException" or "FromException" && method.ContainingType?.Name.IndexOf("Task", StringComparison.Ordinal) >= 0;

    // Before [DoesNotReturn] there was the name.
    static bool IsThrowHelper(IMethodSymbol method) =>
        method.ReturnsVoid && method.Name.StartsWith("Throw", StringComparison.Ordinal) && !method.Name.StartsWith("ThrowIf", StringComparison.Ordinal);

    static bool DoesNotReturn(IMethodSymbol method)
    {
        foreach (var attribute in method.GetAttributes())
            if (attribute.AttributeClass is { Name: "DoesNotReturnAttribute", ContainingNamespace.Name: "CodeAnalysis" }) return true;
        return false;
    }
}
