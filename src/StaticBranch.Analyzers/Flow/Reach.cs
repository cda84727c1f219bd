using System.Collections;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace StaticBranch.Flow;

/// <summary>The blocks of a graph that may still run under an assumption. Exception handlers are never among them.</summary>
sealed class Reach
{
    readonly BitArray blocks;

    Reach(BitArray blocks) => this.blocks = blocks;

    public bool Contains(BasicBlock block) => blocks[block.Ordinal];

    /// <summary>Follows each edge that the assumption leaves open and nobody closed, until nothing more falls away.</summary>
    public static Reach Under(Assumption assumption, ControlFlowGraph graph, Func<ControlFlowBranch, bool>? isClosed = null)
    {
        var reach = new Reach(new BitArray(graph.Blocks.Length, true));
        for (int count = graph.Blocks.Length; ;)
        {
            reach = Walk(assumption, graph, isClosed, reach, out int reached);
            // Dead blocks assign no locals any more, so that the next round may decide more conditions.
            if (reached == count) return reach;
            count = reached;
        }
    }

    /// <summary>The one way that the assumption leaves at the end of a block, or null where both are open.</summary>
    public ControlFlowBranch? Decided(BasicBlock block, Assumption assumption)
    {
        if (block.ConditionKind == ControlFlowConditionKind.None) return block.FallThroughSuccessor;
        var outcome = assumption.Outcome(block.BranchValue!, this);
        return outcome is null ? null : outcome == (block.ConditionKind == ControlFlowConditionKind.WhenTrue) ? block.ConditionalSuccessor : block.FallThroughSuccessor;
    }

    static Reach Walk(Assumption assumption, ControlFlowGraph graph, Func<ControlFlowBranch, bool>? isClosed, Reach live, out int reached)
    {
        var seen = new BitArray(graph.Blocks.Length);
        var open = new Stack<BasicBlock>();
        int count = 0;
        Visit(graph.Blocks[0]);
        while (open.Count > 0)
        {
            var block = open.Pop();
            if (live.Decided(block, assumption) is { } only)
            {
                Follow(only);
                continue;
            }
            Follow(block.ConditionalSuccessor);
            Follow(block.FallThroughSuccessor);
        }
        reached = count;
        return new Reach(seen);

        void Visit(BasicBlock block)
        {
            if (seen[block.Ordinal]) return;
            seen[block.Ordinal] = true;
            count++;
            open.Push(block);
        }

        void Follow(ControlFlowBranch? branch)
        {
            if (branch is null || isClosed?.Invoke(branch) == true) return;
            foreach (var region in branch.FinallyRegions) Visit(graph.Blocks[region.FirstBlockOrdinal]);
            if (branch.Destination is { } next) Visit(next);
        }
    }
}
