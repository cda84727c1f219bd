using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using StaticBranch.Flow;
using StaticBranch.HotPaths;

namespace StaticBranch.SpecialCases;

/// <summary>Gives each leaf condition of a hot body its verdict, and speaks only of those that every caller pays for and few need.</summary>
static class Judge
{
    /// <summary>The findings of a body, at most one a statement.</summary>
    public static IEnumerable<Finding> Findings(HotBody body)
    {
        var all = body.Leaves.Select(leaf => Of(leaf, body)).OfType<Finding>().ToArray();
        if (all.Length == 0 || FreeCallback.Is(body.Member.Symbol, body.Analysis.Bodies) && !body.Analysis.Marks.HasHot(body.Member.Symbol)) yield break;
        // What stands behind one special case is paid only by those who need that one.
        var paid = body.Region.Without(all.Select(finding => finding.Leaf.When(finding.SpecialWhen)).OfType<ControlFlowBranch>().ToImmutableHashSet());
        foreach (var statement in all.Where(finding => paid.Contains(finding.Leaf.Block)).GroupBy(finding => finding.Leaf.Statement))
        {
            var first = statement.OrderBy(finding => finding.Leaf.Syntax.SpanStart).First();
            var others = statement.Where(other => other.Leaf.Syntax != first.Leaf.Syntax && SymbolEqualityComparer.Default.Equals(other.Subject, first.Subject)).Select(other => other.Leaf.Syntax.GetLocation());
            yield return first with { Others = others.ToImmutableArray() };
        }
    }

    static Finding? Of(Leaf leaf, HotBody body)
    {
        if (leaf.Count is not null || body.AsksForOutcome(leaf) || body.IsAsserted(leaf) || !body.Region.Reaches(leaf.Block)) return null;
        var own = FlagIn(leaf.Condition, body);
        // Whether to validate at all is an option like others.
        if (own is { Folds: true } || body.Region.Validates(leaf.Block) && (own is null || body.Region.Throws(leaf.Block))) return null;
        var guard = body.Region.GuardOf(leaf.Block);
        if (BesideFlag(leaf, body) is { } beside && (guard is null || guard.Key == beside.Flag!.Key)) return beside;
        if (guard is not null || !body.Region.Contains(leaf.Block)) return null;
        if (body.Region.LateGuardOf(leaf.Block) is { Folds: true } late && IsSparableWork(body.Values.Origin(leaf.Condition))) return Finding(SpecialKind.LateFlag, late.Flag, late);
        // A delegate that the body makes where it is missing is no listener.
        if (own is not null) return !own.IsUnresolved && OptionSubject.Of(own, body.Analysis.Bodies) is { } kind && !(kind == SpecialKind.Callback && body.Writes(own.Flag)) ? Finding(kind, own.Flag, own) with { SpecialWhen = Subject.Of(leaf, body)?.SpecialWhen ?? true } : null;
        return !Selection.Is(leaf, body) && (Subject.Of(leaf, body) ?? Bookkeeping.Of(leaf, body)) is { } subject ? Finding(subject.Kind, subject.Symbol, null) with { SpecialWhen = subject.SpecialWhen } : null;

        Finding Finding(SpecialKind kind, ISymbol symbol, FlagTest? flag) => new(leaf, kind, symbol, SpecialWhen: true, flag, ImmutableArray<Location>.Empty);
    }

    // "work & flag" and "flag & work" do the work even while the flag is off.
    static Finding? BesideFlag(Leaf leaf, HotBody body)
    {
        if (body.Values.Origin(leaf.Condition) is not IBinaryOperation { OperatorKind: BinaryOperatorKind.And, OperatorMethod: null, LeftOperand: var left, RightOperand: var right }) return null;
        return Beside(left, right) ?? Beside(right, left);

        Finding? Beside(IOperation work, IOperation other) =>
            FlagIn(other, body) is { Folds: true } flag && FlagIn(work, body) is null && IsSparableWork(work)
                ? new(leaf with { Condition = work }, SpecialKind.LateFlag, flag.Flag, SpecialWhen: true, flag, ImmutableArray<Location>.Empty) : null;
    }

    static FlagTest? FlagIn(IOperation condition, HotBody body) => body.FlagTests.Of(body.Values.Asked(condition), body.Values);

    // A flag can only spare work that leaves something behind, and only if the work has no effect that must happen anyway.
    static bool IsSparableWork(IOperation condition) =>
        !Effects.In(condition)
            && condition.DescendantsAndSelf().Any(operation => operation is IInvocationOperation or IMemberReferenceOperation or IArrayElementReferenceOperation or IIsTypeOperation or IIsPatternOperation);
}
