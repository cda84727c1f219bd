using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using StaticBranch.Flow;

namespace StaticBranch.SpecialCases;

/// <summary>Gives each leaf condition of a hot body its verdict, and speaks only of those that every caller pays for and few need.</summary>
static class Judge
{
    /// <summary>The findings of a body, at most one a statement.</summary>
    public static IEnumerable<Finding> Findings(HotBody body)
    {
        foreach (var statement in body.Leaves.GroupBy(leaf => leaf.Statement))
        {
            var found = statement.Select(leaf => Of(leaf, body)).Where(finding => finding is not null).Select(finding => finding!).OrderBy(finding => finding.Leaf.Syntax.SpanStart).ToArray();
            if (found is not [var first, ..]) continue;
            var others = found.Skip(1).Where(other => SymbolEqualityComparer.Default.Equals(other.Subject, first.Subject)).Select(other => other.Leaf.Syntax.GetLocation());
            yield return first with { Others = others.ToImmutableArray() };
        }
    }

    static Finding? Of(Leaf leaf, HotBody body)
    {
        if (leaf.Count is not null || !body.Region.Contains(leaf.Block) || body.Region.Validates(leaf.Block)) return null;
        var own = body.Analysis.FlagTests.Of(body.Values.Origin(leaf.Condition));
        if (own is { Folds: true } || body.Region.GuardOf(leaf.Block) is not null) return null;
        if (body.Region.LateGuardOf(leaf.Block) is { Folds: true } late && IsSparableWork(leaf.Condition)) return Finding(SpecialKind.LateFlag, Scope.Process, late.Flag, late);
        if (own is not null) return OptionSubject.Of(own) is { } kind ? Finding(kind, Scope.Process, own.Flag, own) : null;
        return Subject.Of(leaf.Condition, body) is { } subject ? Finding(subject.Kind, subject.Scope, subject.Symbol, null) with { SpecialWhen = subject.SpecialWhen } : null;

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
