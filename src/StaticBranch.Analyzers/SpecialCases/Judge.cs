using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using StaticBranch.Flow;

namespace StaticBranch.SpecialCases;

/// <summary>Gives each leaf condition of a hot body its verdict, and speaks only of those that every caller pays for and few need.</summary>
static class Judge
{
    /// <summary>The findings of a body, at most one a statement.</summary>
    public static IEnumerable<Finding> Findings(HotBody body)
    {
        var all = body.Leaves.Select(leaf => Of(leaf, body)).OfType<Finding>().ToArray();
        if (all.Length == 0) yield break;
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
        if (leaf.Count is not null || body.IsAsserted(leaf) || !body.Region.Contains(leaf.Block) || body.Region.Validates(leaf.Block)) return null;
        var own = body.Analysis.FlagTests.Of(body.Values.Origin(leaf.Condition));
        if (own is { Folds: true } || body.Region.GuardOf(leaf.Block) is not null) return null;
        if (body.Region.LateGuardOf(leaf.Block) is { Folds: true } late && IsSparableWork(leaf.Condition)) return Finding(SpecialKind.LateFlag, Scope.Process, late.Flag, late);
        if (own is not null) return !own.IsUnresolved && OptionSubject.Of(own) is { } kind ? Finding(kind, Scope.Process, own.Flag, own) : null;
        return Subject.Of(leaf, body) is { } subject ? Finding(subject.Kind, subject.Scope, subject.Symbol, null) with { SpecialWhen = subject.SpecialWhen } : null;

        Finding Finding(SpecialKind kind, Scope scope, ISymbol symbol, FlagTest? flag) => new(leaf, kind, scope, symbol, SpecialWhen: true, flag, ImmutableArray<Location>.Empty);
    }

    // A flag can only spare work that leaves something behind, and only if the work has no effect that must happen anyway.
    static bool IsSparableWork(IOperation condition)
    {
        bool works = false;
        foreach (var operation in condition.DescendantsAndSelf())
        {
            switch (operation)
            {
                case IAssignmentOperation or IIncrementOrDecrementOperation or IAwaitOperation or IObjectCreationOperation:
                case IInvocationOperation { TargetMethod: var method } when !SpecialNames.IsPredicate(method.Name):
                    return false;
                case IInvocationOperation or IMemberReferenceOperation or IArrayElementReferenceOperation or IIsTypeOperation or IIsPatternOperation:
                    works = true;
                    break;
            }
        }
        return works;
    }
}
