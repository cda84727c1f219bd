using System.Collections.Immutable;
using Microsoft.CodeAnalysis.FlowAnalysis;
using StaticBranch.Flow;
using StaticBranch.HotPaths;

namespace StaticBranch;

/// <summary>The body of a hot member with all that the rules ask of it, computed once for all of them.</summary>
sealed class HotBody
{
    public HotBody(HotMember member, ControlFlowGraph graph, HotPathAnalysis analysis, HotPathOptions options)
    {
        (Member, Graph, Analysis, Options) = (member, graph, analysis, options);
        Values = new LocalValues(graph);
        Leaves = graph.Blocks.Where(block => block.ConditionKind != ControlFlowConditionKind.None)
            .Select(block => new Leaf(block, CountTest.Of(block.BranchValue!, Values, analysis.Bodies))).ToImmutableArray();
        var cold = Leaves.Where(leaf => leaf.Count is { Step: not null, TakenWhen: not null }).Select(leaf => leaf.When(leaf.Count!.Value.TakenWhen!.Value)).ToImmutableHashSet();
        Region = new PaidRegion(graph, Values, analysis.FlagTests, cold.Contains);
    }

    public HotMember Member { get; }
    public ControlFlowGraph Graph { get; }
    public HotPathAnalysis Analysis { get; }
    public HotPathOptions Options { get; }
    public LocalValues Values { get; }
    public ImmutableArray<Leaf> Leaves { get; }
    public PaidRegion Region { get; }
}
