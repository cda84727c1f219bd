using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace StaticBranch.Flow;

/// <summary>The part of one body that every caller pays for, and the flags that take pieces of it away.</summary>
sealed class PaidRegion
{
    // More flags in the negative than anybody combines move together.
    const int MostCombined = 4;

    static readonly Dictionary<string, bool> Anywhere = [];

    readonly ControlFlowGraph graph;
    readonly FlagTests tests;
    readonly LocalValues values;
    readonly Func<ControlFlowBranch, bool> isClosed;
    readonly Divergence divergence;
    readonly Dictionary<BasicBlock, BasicBlock?> past = [];
    readonly Position unflagged;
    readonly Lazy<Position> compiled;
    readonly Lazy<ImmutableArray<Position>> positions;

    /// <param name="isCold">Whether a branch leads to what only few callers run: the taken edge of a count's transition.</param>
    public PaidRegion(ControlFlowGraph graph, LocalValues values, FlagTests tests, Func<ControlFlowBranch, bool> isCold)
    {
        (this.graph, this.tests, this.values) = (graph, tests, values);
        divergence = new Divergence(graph);
        // Where the whole body ends in a throw there is no other path to compare with.
        bool throws = divergence.At(graph.Blocks[0]);
        isClosed = branch => isCold(branch) || !throws && divergence.Along(branch);
        unflagged = Take(null, Anywhere, isClosed);
        compiled = new(() => Take(null, Anywhere, static _ => false));
        positions = new(() => Positions(Guards()).ToImmutableArray());
    }

    IEnumerable<Position> Positions(IReadOnlyCollection<FlagTest> flags)
    {
        foreach (var flag in flags) yield return Take(flag, new Dictionary<string, bool> { [flag.Key] = false });
        var negative = flags.Where(flag => flag.IsNegative).ToArray();
        foreach (var flag in negative) yield return Take(flag, new Dictionary<string, bool> { [flag.Key] = true });
        // A block behind (A || B) vanishes only when both are off.
        if (flags.Count < 2) yield break;
        for (int on = 0; on < 1 << Math.Min(negative.Length, MostCombined); on++)
            yield return Take(flags.First(), flags.ToDictionary(flag => flag.Key, flag => Array.IndexOf(negative, flag) is >= 0 and var place && (on >> Math.Min(place, MostCombined - 1) & 1) != 0));
    }

    Position Take(FlagTest? flag, IReadOnlyDictionary<string, bool> taken) => Take(flag, taken, isClosed);

    Position Take(FlagTest? flag, IReadOnlyDictionary<string, bool> taken, Func<ControlFlowBranch, bool> closed)
    {
        var assumption = new Assumption(tests, values, taken);
        return new(flag, taken, assumption, Reach.Under(assumption, graph, closed));
    }

    /// <summary>Whether every caller may come to the block: not behind a transition, nor in a handler, nor on the way to a throw.</summary>
    public bool Reaches(BasicBlock block) => unflagged.Left.Contains(block);

    /// <summary>Whether every caller may come to the block, and no constant decides what it asks.</summary>
    // What a cold arm would have assigned is still tested by those who did not come there.
    public bool Contains(BasicBlock block) => Reaches(block) && compiled.Value.Left.Decided(block, compiled.Value.Assumption) is null;

    /// <summary>What every caller may come to that takes none of these branches.</summary>
    public Reach Without(ISet<ControlFlowBranch> branches) => Reach.Under(unflagged.Assumption, graph, branch => isClosed(branch) || branches.Contains(branch));

    /// <summary>Whether every caller comes to the block: without it, no path leads to the end.</summary>
    public bool IsUnavoidable(BasicBlock block)
    {
        var exit = graph.Blocks[graph.Blocks.Length - 1];
        return unflagged.Left.Contains(block) && unflagged.Left.Contains(exit)
            && !Reach.Under(unflagged.Assumption, graph, branch => isClosed(branch) || branch.Destination == block || branch.FinallyRegions.Any(region => region.FirstBlockOrdinal == block.Ordinal)).Contains(exit);
    }

    /// <summary>Whether the condition at the end of the block only decides whether to throw, alone or with what is asked next.</summary>
    public bool Validates(BasicBlock block) => Past(block.ConditionalSuccessor) is var one && Past(block.FallThroughSuccessor) is var other && (one is null || other is null || one == other);

    /// <summary>Whether one outcome of the condition at the end of the block throws, with nothing asked in between.</summary>
    public bool Throws(BasicBlock block) => divergence.Along(block.ConditionalSuccessor) || divergence.Along(block.FallThroughSuccessor);

    // Where a branch leads, past the conditions that only decide whether to throw; null where it throws.
    BasicBlock? Past(ControlFlowBranch? branch)
    {
        if (branch?.Destination is not { } block || divergence.Along(branch)) return null;
        if (past.TryGetValue(block, out var known)) return known;
        // A loop of conditions leads nowhere else.
        past[block] = block;
        if (block.ConditionKind == ControlFlowConditionKind.None || !block.Operations.IsEmpty || Effects.In(block.BranchValue!)) return block;
        var (one, other) = (Past(block.ConditionalSuccessor), Past(block.FallThroughSuccessor));
        return past[block] = one is null ? other : other is null || one == other ? one : block;
    }

    /// <summary>The flag that takes the condition at the end of the block away where the feature is off. It folds, or nobody can tell because it does not compile.</summary>
    public FlagTest? GuardOf(BasicBlock block) =>
        First(block, position => !position.Left.Contains(block) || position.Left.Decided(block, position.Assumption) is not null);

    /// <summary>The flag without which the outcome of the condition decides nothing: it is evaluated first, and in vain.</summary>
    public FlagTest? LateGuardOf(BasicBlock block) => First(block, position => position.IsMoot(block));

    FlagTest? First(BasicBlock block, Func<Position, bool> holds) => positions.Value.FirstOrDefault(position => !Decides(position, block) && holds(position))?.Flag;

    // A flag guards what comes after its own test, be it of a copy or a negation of the flag.
    bool Decides(Position position, BasicBlock block) => block.BranchValue is { } condition && tests.Of(values.Asked(condition), values) is { } own && position.Taken.ContainsKey(own.Key);

    // What does not fold takes nothing away.
    IReadOnlyCollection<FlagTest> Guards()
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
            foreach (var test in tests.In(operation, values))
                if ((test.Folds || test.IsUnresolved) && (test.IsNegative || !found.ContainsKey(test.Key))) found[test.Key] = test;
        }
    }

    /// <summary>One flag, or all of them, where the feature is off, and what is left of the body then.</summary>
    sealed record Position(FlagTest? Flag, IReadOnlyDictionary<string, bool> Taken, Assumption Assumption, Reach Left)
    {
        readonly Dictionary<BasicBlock, BasicBlock?> joins = [];

        public bool IsMoot(BasicBlock block) => Left.Contains(block) && Join(block) is not null;

        // Where both ways out of a condition lead, if to the same place; asked once a block, since conditions come in chains.
        BasicBlock? Join(BasicBlock block)
        {
            if (joins.TryGetValue(block, out var known)) return known;
            // A loop of conditions has no end to lead to.
            joins[block] = null;
            return joins[block] = block.ConditionalSuccessor is { } one && block.FallThroughSuccessor is { } other && Target(one) is { } target && target == Target(other) ? target : null;
        }

        // Where a branch ends up after blocks that do nothing but ask what the flag has answered, or what does not matter then.
        BasicBlock? Target(ControlFlowBranch branch)
        {
            var block = branch.Destination;
            for (int hops = 0; hops < 64 && block is { Kind: BasicBlockKind.Block } && DoesNothing(block); hops++)
            {
                if ((Left.Decided(block, Assumption) is { } next ? next.Destination : Effects.In(block.BranchValue!) ? null : Join(block)) is not { } further) break;
                block = further;
            }
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
