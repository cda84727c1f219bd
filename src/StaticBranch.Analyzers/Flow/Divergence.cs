using System.Collections;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace StaticBranch.Flow;

/// <summary>The blocks from which every path fails: each ends in a throw, in a call that does not come back, or reports an error.</summary>
sealed class Divergence
{
    static readonly string[] Errors = ["Error", "Exception", "Failure", "Critical"];
    static readonly string[] ErrorVerbs = ["Log", "Write", "Report", "Send", "Raise", "Set", "Trace", "Post", "From"];

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
                if (returns[i] || CallsThrowHelper(block) || ReportsError(block) || !(Returns(block.FallThroughSuccessor) || Returns(block.ConditionalSuccessor))) continue;
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
            if (operation is IExpressionStatementOperation { Operation: IInvocationOperation { TargetMethod: var method } } && (IsThrowHelper(method) || DoesNotReturn(method))) return true;
        return block.FallThroughSuccessor?.Semantics == ControlFlowBranchSemantics.Return && block.BranchValue is IInvocationOperation { TargetMethod: var returned } && DoesNotReturn(returned);
    }

    // Code without exceptions answers with an error instead.
    static bool ReportsError(BasicBlock block)
    {
        foreach (var operation in block.Operations)
            if (operation.DescendantsAndSelf().Any(IsErrorReport)) return true;
        return block.BranchValue is { } value && value.DescendantsAndSelf().Any(IsErrorReport);
    }

    static bool IsErrorReport(IOperation operation)
    {
        // What a missing reference leaves unbound still has its name.
        string name = operation switch
        {
            IInvocationOperation { TargetMethod.Name: var bound } => bound,
            IInvalidOperation { Syntax: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: var unbound } } } => unbound,
            _ => "",
        };
        if (!Errors.Any(error => name.EndsWith(error, StringComparison.Ordinal))) return false;
        if (name.StartsWith("Try", StringComparison.Ordinal)) name = name.Substring(3);
        return ErrorVerbs.Any(verb => name.StartsWith(verb, StringComparison.Ordinal));
    }

    // Before [DoesNotReturn] there was the name.
    public static bool IsThrowHelper(IMethodSymbol method) =>
        method.ReturnsVoid && method.Name.StartsWith("Throw", StringComparison.Ordinal) && !method.Name.StartsWith("ThrowIf", StringComparison.Ordinal);

    static bool DoesNotReturn(IMethodSymbol method)
    {
        foreach (var attribute in method.GetAttributes())
            if (attribute.AttributeClass is { Name: "DoesNotReturnAttribute", ContainingNamespace.Name: "CodeAnalysis" }) return true;
        return false;
    }
}
