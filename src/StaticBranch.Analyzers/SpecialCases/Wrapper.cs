using Microsoft.CodeAnalysis.FlowAnalysis;

namespace StaticBranch.SpecialCases;

/// <summary>Recognises the only branch of a method, if it selects between the method's work and nothing: a wrapper for what it asks, which each caller wants to know.</summary>
static class Wrapper
{
    public static bool Is(Leaf leaf, HotBody body) => body.Leaves.Length == 1 && leaf.Block is { Operations.IsEmpty: true, Predecessors: [{ Source.Kind: BasicBlockKind.Entry }] }
        && (IsNothing(leaf.When(true)?.Destination) || IsNothing(leaf.When(false)?.Destination));

    static bool IsNothing(BasicBlock? block)
    {
        while (block is { Kind: BasicBlockKind.Block, ConditionKind: ControlFlowConditionKind.None, BranchValue: null or { ConstantValue.HasValue: true } or IFlowCaptureReferenceOperation } && block.Operations.All(operation => operation is IFlowCaptureOperation { Value.ConstantValue.HasValue: true }))
            block = block.FallThroughSuccessor?.Destination;
        return block is { Kind: BasicBlockKind.Exit };
    }
}
