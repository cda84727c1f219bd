using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace StaticBranch.SpecialCases;

/// <summary>Recognises the only branch of a method, if it selects between the method's work and nothing: a wrapper for what it asks, which each caller wants to know.</summary>
static class Wrapper
{
    public static bool Is(Leaf leaf, HotBody body) => body.Leaves.Length == 1 && SelectsAll(leaf);

    /// <summary>Whether the leaf comes first in its method, and selects between the method's work and nothing.</summary>
    public static bool SelectsAll(Leaf leaf) => OnlyReadsBefore(leaf.Block)
        && (IsNothing(leaf.When(true)?.Destination) || IsNothing(leaf.When(false)?.Destination));

    static bool OnlyReadsBefore(BasicBlock block)
    {
        while (block is { Predecessors: [{ Source: var before }] } && block.Operations.All(IsRead))
            if (before.Kind == BasicBlockKind.Entry) return true;
            else block = before;
        return false;
    }

    // What is only read into a local, or for a ?., is no work.
    static bool IsRead(IOperation operation) => operation is IFlowCaptureOperation or ISimpleAssignmentOperation { Target: ILocalReferenceOperation } && !operation.ChildOperations.Any(Effects.In);

    static bool IsNothing(BasicBlock? block)
    {
        while (block is { Kind: BasicBlockKind.Block, ConditionKind: ControlFlowConditionKind.None, BranchValue: null or { ConstantValue.HasValue: true } or IFlowCaptureReferenceOperation } && block.Operations.All(operation => operation is IFlowCaptureOperation { Value.ConstantValue.HasValue: true }))
            block = block.FallThroughSuccessor?.Destination;
        return block is { Kind: BasicBlockKind.Exit };
    }
}
