using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace StaticBranch.Flow;

/// <summary>What conditions come to when flags are taken to be in one position. Kleene's logic: null is not known.</summary>
sealed class Assumption(FlagTests tests, LocalValues values, IReadOnlyDictionary<string, bool> positions)
{
    // A helper is followed into its body, and one that it calls in turn is not: more would be a claim about code nobody sees.
    const int HelperDepth = 1;

    readonly int depth;
    readonly Dictionary<ISymbol, bool?>? arguments;

    Assumption(FlagTests tests, LocalValues values, IReadOnlyDictionary<string, bool> positions, Dictionary<ISymbol, bool?>? arguments, int depth) : this(tests, values, positions) =>
        (this.arguments, this.depth) = (arguments, depth);

    /// <param name="condition">The operation to evaluate.</param>
    /// <param name="live">The blocks that may run; what only other blocks assign is not counted.</param>
    public bool? Outcome(IOperation condition, Reach live) => condition switch
    {
        _ when Position(condition) is { } position => position,
        { ConstantValue: { HasValue: true, Value: bool value } } => value,
        IParenthesizedOperation parenthesized => Outcome(parenthesized.Operand, live),
        IConversionOperation { OperatorMethod: null } conversion => Outcome(conversion.Operand, live),
        IUnaryOperation { OperatorKind: UnaryOperatorKind.Not, OperatorMethod: null } not => !Outcome(not.Operand, live),
        IConditionalOperation { WhenFalse: { } whenFalse } conditional => Choice(conditional, whenFalse, live),
        ILocalReferenceOperation or IFlowCaptureReferenceOperation => OutcomeOfAll(values.Steps(condition), live),
        IParameterReferenceOperation { Parameter: var parameter } => arguments is not null && arguments.TryGetValue(parameter, out bool? passed) ? passed : null,
        IBinaryOperation { OperatorMethod: null } binary => Combine(binary, live),
        IIsPatternOperation pattern => Matches(pattern.Value, pattern.Pattern, live),
        _ when depth < HelperDepth && tests.HelperBody(condition) is { } body && MayDecide(body) => OutcomeOfHelper(body, condition, live),
        _ => null,
    };

    bool? Position(IOperation condition) => positions.Count > 0 && tests.Of(condition, values) is { } test && positions.TryGetValue(test.Key, out bool position) ? position : null;

    bool? Combine(IBinaryOperation binary, Reach live)
    {
        var (left, right) = (Outcome(binary.LeftOperand, live), Outcome(binary.RightOperand, live));
        return binary.OperatorKind switch
        {
            BinaryOperatorKind.And or BinaryOperatorKind.ConditionalAnd => left & right,
            BinaryOperatorKind.Or or BinaryOperatorKind.ConditionalOr => left | right,
            BinaryOperatorKind.Equals => left is null || right is null ? null : left == right,
            BinaryOperatorKind.NotEquals or BinaryOperatorKind.ExclusiveOr => left is null || right is null ? null : left != right,
            _ => null,
        };
    }

    bool? Choice(IConditionalOperation conditional, IOperation whenFalse, Reach live) => Outcome(conditional.Condition, live) switch
    {
        true => Outcome(conditional.WhenTrue, live),
        false => Outcome(whenFalse, live),
        null => Outcome(conditional.WhenTrue, live) is { } both && Outcome(whenFalse, live) == both ? both : null,
    };

    bool? Matches(IOperation value, IPatternOperation pattern, Reach live) => pattern switch
    {
        IConstantPatternOperation { Value.ConstantValue: { HasValue: true, Value: bool constant } } => Outcome(value, live) is { } known ? known == constant : null,
        INegatedPatternOperation negated => !Matches(value, negated.Pattern, live),
        IDiscardPatternOperation => true,
        IBinaryPatternOperation { OperatorKind: BinaryOperatorKind.Or } either => Matches(value, either.LeftPattern, live) | Matches(value, either.RightPattern, live),
        IBinaryPatternOperation { OperatorKind: BinaryOperatorKind.And } both => Matches(value, both.LeftPattern, live) & Matches(value, both.RightPattern, live),
        IRecursivePatternOperation { PropertySubpatterns.IsEmpty: true } recursive when values.Origin(value) is ITupleOperation tuple
            && tuple.Elements.Length == recursive.DeconstructionSubpatterns.Length => MatchesEach(tuple, recursive, live),
        _ => null,
    };

    bool? MatchesEach(ITupleOperation tuple, IRecursivePatternOperation pattern, Reach live)
    {
        bool? all = true;
        for (int i = 0; i < tuple.Elements.Length; i++)
        {
            var one = Matches(tuple.Elements[i], pattern.DeconstructionSubpatterns[i], live);
            if (one == false) return false;
            all &= one;
        }
        return all;
    }

    bool? OutcomeOfAll(ImmutableArray<LocalValues.Definition> definitions, Reach live)
    {
        bool? common = null;
        foreach (var definition in definitions)
        {
            if (!live.Contains(definition.Block) || definition.Keeps is { } kept && kept == common) continue;
            var outcome = Outcome(definition.Value, live);
            if (outcome is null || common is not null && common != outcome) return null;
            common = outcome;
        }
        return common;
    }

    // Where no flag has a position, only a constant or what is passed can decide, and few helpers are worth a graph.
    bool MayDecide(IOperation helper) => positions.Count > 0
        || helper.Descendants().Any(static part => part is { ConstantValue: { HasValue: true, Value: bool } } or IParameterReferenceOperation { Type.SpecialType: SpecialType.System_Boolean });

    bool? OutcomeOfHelper(IOperation body, IOperation call, Reach callers)
    {
        var graph = body switch
        {
            IMethodBodyOperation method => ControlFlowGraph.Create(method),
            IBlockOperation { Parent: null } block => ControlFlowGraph.Create(block),
            _ => null,
        };
        if (graph is null) return null;
        var inner = new Assumption(tests, new LocalValues(graph), positions, call is IInvocationOperation { Arguments: var passed } ? Outcomes(passed, callers) : arguments, depth + 1);
        var live = Reach.Under(inner, graph);
        bool? common = null;
        foreach (var block in graph.Blocks)
        {
            if (block.FallThroughSuccessor is not { Semantics: ControlFlowBranchSemantics.Return } || !live.Contains(block) || block.BranchValue is null) continue;
            var outcome = inner.Outcome(block.BranchValue, live);
            if (outcome is null || common is not null && common != outcome) return null;
            common = outcome;
        }
        return common;
    }

    Dictionary<ISymbol, bool?> Outcomes(ImmutableArray<IArgumentOperation> passed, Reach live)
    {
        var outcomes = new Dictionary<ISymbol, bool?>(SymbolEqualityComparer.Default);
        foreach (var argument in passed)
            if (argument.Parameter is { } parameter) outcomes[parameter.OriginalDefinition] = Outcome(argument.Value, live);
        return outcomes;
    }
}
