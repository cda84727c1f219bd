using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace StaticBranch.Flow;

/// <summary>The part of one body that every caller pays for, and the flags that take pieces of it away.</summary>
sealed class PaidRegion
{
    readonly ControlFlowGraph graph;
    readonly FlagTests tests;
    readonly Func<ControlFlowBranch, bool> isClosed;
    readonly Divergence divergence;
    readonly Position unflagged;
    readonly ImmutableArray<Position> positions;

    /// <param name="isCold">Whether a branch leads to what only few callers run: the taken edge of a count's transition.</param>
    public PaidRegion(ControlFlowGraph graph, LocalValues values, FlagTests tests, Func<ControlFlowBranch, bool> isCold)
    {
        (this.graph, this.tests) = (graph, tests);
        divergence = new Divergence(graph);
        // Where the whole body ends in a throw there is no other path to compare with.
        bool throws = divergence.At(graph.Blocks[0]);
        isClosed = branch => isCold(branch) || !throws && divergence.Along(branch);
        var found = TestsIn(graph);
        unflagged = Take(null, ImmutableDictionary<string, bool>.Empty);
        positions = Positions(found).ToImmutableArray();

        IEnumerable<Position> Positions(IReadOnlyCollection<FlagTest> flags)
        {
            foreach (var flag in flags) yield return Take(flag, ImmutableDictionary<string, bool>.Empty.Add(flag.Key, false));
            foreach (var flag in flags.Where(flag => flag.IsNegative)) yield return Take(flag, ImmutableDictionary<string, bool>.Empty.Add(flag.Key, true));
            // A block behind (A || B) vanishes only when both are off.
            if (flags.Count < 2) yield break;
            yield return Take(flags.First(), flags.ToImmutableDictionary(flag => flag.Key, _ => false));
            if (flags.Any(flag => flag.IsNegative)) yield return Take(flags.First(), flags.ToImmutableDictionary(flag => flag.Key, flag => flag.IsNegative));
        }

        Position Take(FlagTest? flag, ImmutableDictionary<string, bool> taken)
        {
            var assumption = new Assumption(tests, values, taken);
            return new(flag, assumption, Reach.Under(assumption, graph, isClosed));
        }
    }

    /// <summary>Whether every caller may come to the block: not behind a transition, nor in a handler, nor on the way to a throw.</summary>
    public bool Contains(BasicBlock block) => unflagged.Left.Contains(block) && unflagged.Left.Decided(block, unflagged.Assumption) is null;

    /// <summary>What every caller may come to that takes none of these branches.</summary>
    public Reach Without(ISet<ControlFlowBranch> branches) => Reach.Under(unflagged.Assumption, graph, branch => isClosed(branch) || branches.Contains(branch));

    /// <summary>Whether the condition at the end of the block only decides whether to throw.</summary>
    public bool Validates(BasicBlock block) => divergence.Along(block.ConditionalSuccessor) || divergence.Along(block.FallThroughSuccessor);

    /// <summary>The flag that takes the condition at the end of the block away where the feature is off; one that folds if there is one.</summary>
    public FlagTest? GuardOf(BasicBlock block) =>
        Best(block, position => !position.Left.Contains(block) || position.Left.Decided(block, position.Assumption) is not null);

    /// <summary>The flag without which the outcome of the condition decides nothing: it is evaluated first, and in vain.</summary>
    public FlagTest? LateGuardOf(BasicBlock block) => Best(block, position => position.IsMoot(block));

    FlagTest? Best(BasicBlock block, Func<Position, bool> holds)
    {
        FlagTest? best = null;
        foreach (var position in positions)
        {
            // An option that is mostly on, such as !Disabled, guards nothing unless it folds.
            if (best is { Folds: true } || position.Flag is { Folds: false, IsNegative: true } || Decides(position.Flag!, block) || !holds(position)) continue;
            if (best is null || position.Flag!.Folds) best = position.Flag;
        }
        return best;
    }

    // A flag guards what comes after its own test.
    bool Decides(FlagTest flag, BasicBlock block) => tests.Of(block.BranchValue!)?.Key == flag.Key;

    IReadOnlyCollection<FlagTest> TestsIn(ControlFlowGraph graph)
    {
        var found = new Dictionary<string, FlagTest>();
        foreach (var block in graph.Blocks)
        {
            foreach (var operation in block.Operations) Add(operation);
            if (block.BranchValue is { } value) Add(value);
        }
        return found.Values;

        void Add(IOperation operation)
        {
            foreach (var test in tests.In(operation))
                if (test.IsNegative || !found.ContainsKey(test.Key)) found[test.Key] = test;
        }
    }

    /// <summary>One flag, or all of them, where the feature is off, and what is left of the body then.</summary>
    sealed record Position(FlagTest? Flag, Assumption Assumption, Reach Left)
    {
        public bool IsMoot(BasicBlock block) =>
            Left.Contains(block) && block.ConditionalSuccessor is { } one && block.FallThroughSuccessor is { } other && Target(one) is { } target && target == Target(other);

        // Where a branch ends up after blocks that do nothing but ask what the flag has answered.
        BasicBlock? Target(ControlFlowBranch branch)
        {
            var block = branch.Destination;
            for (int hops = 0; hops < 64 && block is { Kind: BasicBlockKind.Block } && DoesNothing(block) && Left.Decided(block, Assumption) is { } next; hops++) block = next.Destination;
            return block;
        }

        bool DoesNothing(BasicBlock block)
        {
            if (block.BranchValue is not null && block.ConditionKind == ControlFlowConditionKind.None) return false;
            foreach (var operation in block.Operations)
                if (operation is not IFlowCaptureOperation capture || Assumption.Outcome(capture.Value, Left) is null) return false;
            return true;
        }
    }
}
