using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace StaticBranch;

/// <summary>What each local and flow capture of one graph may hold: every value it is given, wherever that happens.</summary>
sealed class LocalValues
{
    readonly Dictionary<object, ImmutableArray<Definition>.Builder> definitions = [];

    // Written where the graph shows no value: by reference, by a pattern, by an increment, in a lambda, or around the lambda that the graph is of.
    readonly HashSet<object> opaque = [];

    // Given by a call, out of a parameter.
    readonly HashSet<object> handedOut = [];

    readonly Lazy<ILookup<SyntaxNode, IOperation>> bySyntax;

    public LocalValues(ControlFlowGraph graph)
    {
        Written = graph.OriginalOperation.Descendants().ToImmutableArray();
        bySyntax = new(() => Written.ToLookup(operation => operation.Syntax));
        foreach (var block in graph.Blocks)
        {
            foreach (var operation in block.Operations) Read(operation, block);
            if (block.BranchValue is { } value) Read(value, block);
        }
        foreach (var operation in Written)
            if (operation is IAnonymousFunctionOperation or ILocalFunctionOperation)
                foreach (var inner in operation.Descendants())
                    if (LocalWritten(inner) is { } local) opaque.Add(local);
        opaque.UnionWith(MadeOfThemselves());
        opaque.UnionWith(definitions.Keys.OfType<ILocalSymbol>().Where(local => local.DeclaringSyntaxReferences.All(declared => !graph.OriginalOperation.Syntax.Span.Contains(declared.Span))));
    }

    /// <summary>All operations of the body as they were written, in that order.</summary>
    public ImmutableArray<IOperation> Written { get; }

    // What is made of itself (on = !on) has no origin, and whoever looked for one would never come back.
    IEnumerable<object> MadeOfThemselves()
    {
        var open = definitions.Where(entry => entry.Value.Count == 1 || entry.Value[0].Value.Type?.SpecialType == SpecialType.System_Boolean)
            .ToDictionary(entry => entry.Key, entry => entry.Value.SelectMany(definition => definition.Value.DescendantsAndSelf()).Select(Key).OfType<object>().ToArray());
        while (open.Where(entry => !entry.Value.Any(open.ContainsKey)).Select(entry => entry.Key).ToArray() is { Length: > 0 } settled)
            foreach (var key in settled) open.Remove(key);
        return open.Keys;
    }

    /// <summary>Whether a call gives the local its value through an <c>out</c> parameter.</summary>
    public bool IsHandedOut(IOperation reference) => Key(reference) is { } key && handedOut.Contains(key);

    /// <summary>All the values that a local or capture may hold; empty where one of them is unknown.</summary>
    public ImmutableArray<Definition> Of(IOperation reference) => Steps(reference) is var steps && steps.All(step => step.Keeps is null) ? steps : ImmutableArray<Definition>.Empty;

    /// <summary>All the values that a local or capture is given or combined with; empty where one of them is unknown.</summary>
    public ImmutableArray<Definition> Steps(IOperation reference) =>
        Key(reference) is { } key && !opaque.Contains(key) && definitions.TryGetValue(key, out var found) ? found.ToImmutable() : ImmutableArray<Definition>.Empty;

    /// <summary>The expression behind parentheses, conversions that keep the value, and locals or captures with one definition.</summary>
    public IOperation Origin(IOperation value)
    {
        // A local may be defined by itself (x = x), so the walk is bounded.
        for (int hops = 0; hops < 16; hops++)
        {
            var next = value switch
            {
                IParenthesizedOperation parenthesized => parenthesized.Operand,
                IConversionOperation { OperatorMethod: null } conversion => conversion.Operand,
                ILocalReferenceOperation or IFlowCaptureReferenceOperation => Of(value) is [var only] ? only.Value : null,
                _ => null,
            };
            if (next is null) return value;
            value = next;
        }
        return value;
    }

    /// <summary>A condition as it was written: the graph takes <c>??</c>, <c>?:</c> and switch expressions apart, and what they are passed to.</summary>
    public IOperation Whole(IOperation condition)
    {
        if (condition is not (IFlowCaptureReferenceOperation or IInvocationOperation) || condition.Type?.SpecialType != SpecialType.System_Boolean) return condition;
        foreach (var whole in bySyntax.Value[condition.Syntax])
            if (whole.Type?.SpecialType == SpecialType.System_Boolean && (condition is IFlowCaptureReferenceOperation || condition.Kind == whole.Kind)) return whole;
        return condition;
    }

    /// <summary>What a condition asks, apart from copies, negations, and comparisons with true and false.</summary>
    public IOperation Asked(IOperation condition) => Origin(condition) switch
    {
        IUnaryOperation { OperatorKind: UnaryOperatorKind.Not, OperatorMethod: null, Operand: var operand } => Asked(operand),
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals, OperatorMethod: null } comparison when IsTruth(comparison.RightOperand) => Asked(comparison.LeftOperand),
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals, OperatorMethod: null } comparison when IsTruth(comparison.LeftOperand) => Asked(comparison.RightOperand),
        IIsPatternOperation { Value: { Type.SpecialType: SpecialType.System_Boolean } value } => Asked(value),
        var origin => Whole(origin),
    };

    static bool IsTruth(IOperation operand) => operand is { Type.SpecialType: SpecialType.System_Boolean, ConstantValue.HasValue: true };

    void Read(IOperation root, BasicBlock block)
    {
        foreach (var operation in root.DescendantsAndSelf())
        {
            if (operation is IFlowCaptureOperation capture) Define(capture.Id, capture.Value, block);
            else if (operation is ISimpleAssignmentOperation { IsRef: false } assignment && Local(assignment.Target) is { } given) Define(given, assignment.Value, block);
            else if (operation is ICompoundAssignmentOperation step && Kept(step) is { } kept && Local(step.Target) is { } combined) Define(combined, step.Value, block, kept);
            else if (LocalWritten(operation) is { } local)
            {
                opaque.Add(local);
                if (operation is IArgumentOperation { Parameter.RefKind: RefKind.Out } or IDeclarationExpressionOperation { Parent: IArgumentOperation { Parameter.RefKind: RefKind.Out } }) handedOut.Add(local);
            }
        }
    }

    void Define(object key, IOperation value, BasicBlock block, bool? keeps = null)
    {
        if (!definitions.TryGetValue(key, out var values)) definitions[key] = values = ImmutableArray.CreateBuilder<Definition>();
        values.Add(new(value, block, keeps));
    }

    static bool? Kept(ICompoundAssignmentOperation step) => step switch
    {
        { Type.SpecialType: SpecialType.System_Boolean, OperatorKind: BinaryOperatorKind.And } => false,
        { Type.SpecialType: SpecialType.System_Boolean, OperatorKind: BinaryOperatorKind.Or } => true,
        _ => null,
    };

    static object? Key(IOperation reference) => reference switch
    {
        ILocalReferenceOperation local => local.Local,
        IFlowCaptureReferenceOperation capture => capture.Id,
        IConversionOperation { OperatorMethod: null } conversion => Key(conversion.Operand),
        _ => null,
    };

    // Before a value with conditions in it, the graph captures the local that the value is for.
    ILocalSymbol? Local(IOperation target) => target switch
    {
        ILocalReferenceOperation local => local.Local,
        IFlowCaptureReferenceOperation capture => definitions.TryGetValue(capture.Id, out var captured) && captured[0].Value is ILocalReferenceOperation local ? local.Local : null,
        _ => null,
    };

    ISymbol? LocalWritten(IOperation operation) => operation switch
    {
        IAssignmentOperation { Target: var target } => Local(target),
        IIncrementOrDecrementOperation { Target: var target } => Local(target),
        IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out, Value: var target } => Local(target),
        IAddressOfOperation { Reference: var target } => Local(target),
        IDeclarationExpressionOperation { Expression: var target } => Local(target),
        IDeclarationPatternOperation { DeclaredSymbol: { } local } => local,
        IRecursivePatternOperation { DeclaredSymbol: { } local } => local,
        IListPatternOperation { DeclaredSymbol: { } local } => local,
        { Parent: ITupleOperation { Parent: IDeconstructionAssignmentOperation } } => Local(operation),
        _ => null,
    };

    /// <param name="Keeps">What the local stays if it is that already: false for <c>&amp;=</c>, true for <c>|=</c>.</param>
    internal sealed record Definition(IOperation Value, BasicBlock Block, bool? Keeps);
}
