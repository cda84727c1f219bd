using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using StaticBranch.Flags;
using StaticBranch.Flow;
using StaticBranch.HotPaths;
using StaticBranch.SpecialCases;

namespace StaticBranch;

/// <summary>The body of a hot member with all that the rules ask of it, computed once for all of them.</summary>
sealed class HotBody
{
    readonly Lazy<ImmutableHashSet<ISymbol>> written;
    readonly Lazy<ImmutableHashSet<ISymbol>> filled;
    readonly Lazy<GivenBack> givenBack;
    readonly Lazy<IInvocationOperation[]> calls;
    readonly OnceOnly onceOnly;

    public HotBody(HotMember member, ControlFlowGraph graph, HotPathAnalysis analysis, CompileModes target)
    {
        (Member, Graph, Analysis, Target) = (member, graph, analysis, target);
        Values = new LocalValues(graph);
        FlagTests = new FlagTests(analysis.Folding, analysis.Bodies, target);
        calls = new(() => Values.Written.OfType<IInvocationOperation>().ToArray());
        written = new(() => Written(static _ => true));
        filled = new(() => Written(static value => value is not ({ ConstantValue: { HasValue: true, Value: null } } or IDefaultValueOperation)));
        givenBack = new(() => new GivenBack(calls.Value, member.Role, Values));
        onceOnly = new OnceOnly(member.Role, Values);
        Leaves = graph.Blocks.Where(block => block.ConditionKind != ControlFlowConditionKind.None)
            .Select(block => new Leaf(block, CountTest.Of(block.BranchValue!, Values, analysis.Bodies))).ToImmutableArray();
        Dispatch = new Dispatch(Leaves, Values);
        var cold = Leaves.Select(leaf => RareOutcome(leaf) is { } rare ? leaf.When(rare) : null).OfType<ControlFlowBranch>().ToImmutableHashSet();
        Region = new PaidRegion(graph, Values, FlagTests, cold.Contains);
    }

    // The last reference is gone, the pool had nothing to give, what is used was made before, or the once-only work is done already.
    bool? RareOutcome(Leaf leaf) => leaf.Count is { } count ? IsTransition(leaf, count) ? count.TakenWhen : null
        : Miss.RareOutcome(leaf.Condition, Member.Role, Values) ?? NothingGiven.RareOutcome(leaf.Condition, Member.Role, Values) ?? Failure.RareOutcome(leaf.Condition, Values)
            ?? FirstUse.RareOutcome(leaf.Condition, Member.Role, Values) ?? onceOnly.RareOutcome(leaf.Condition);

    // Decrement(ref refCount); if (refCount == 0) asks the same, only later.
    bool IsTransition(Leaf leaf, CountTest count) => count.Step is not null || new CountShape(Analysis.Bodies).DropsAhead(Values.Written, leaf.Syntax);

    /// <summary>Whether the leaf asks how it went: if the pool had something to give, if an operation failed.</summary>
    public bool AsksForOutcome(Leaf leaf) => (Miss.RareOutcome(leaf.Condition, Member.Role, Values) ?? Failure.RareOutcome(leaf.Condition, Values)) is not null;

    /// <summary>Whether the leaf stands in a call that only exists where its build symbol is defined, such as Debug.Assert.</summary>
    public bool IsAsserted(Leaf leaf) => calls.Value.Any(call => call.Syntax.Span.Contains(leaf.Syntax.Span) && Marks.IsConditional(call.TargetMethod));

    /// <summary>Whether the body itself writes the member or parameter: then a test of it is part of what the body does.</summary>
    public bool Writes(ISymbol symbol) => written.Value.Contains(symbol.OriginalDefinition);

    /// <summary>Whether the body writes a field of its own object that the property is computed from.</summary>
    public bool WritesBehind(ISymbol property) => !written.Value.IsEmpty && property is IPropertySymbol { GetMethod: { } getter } && Analysis.Bodies.Of(getter) is { } computed
        && computed.Descendants().Any(part => part is IFieldReferenceOperation { Field: var field, Instance: IInstanceReferenceOperation } && written.Value.Contains(field.OriginalDefinition));

    /// <summary>Whether the body writes the member, and nothing but null.</summary>
    public bool OnlyClears(ISymbol symbol) => Writes(symbol) && !filled.Value.Contains(symbol.OriginalDefinition);

    /// <summary>Whether the body returns, frees or disposes of what the member holds.</summary>
    public bool GivesBack(ISymbol symbol) => givenBack.Value.Contains(symbol);

    /// <summary>Whether the body gives something back to what the member holds: then few are without it.</summary>
    public bool GivesBackTo(ISymbol symbol) => givenBack.Value.IsTakenBy(symbol);

    /// <summary>Whether the body calls a method of what the member holds with an argument.</summary>
    public bool IsHandedSomething(ISymbol symbol) => givenBack.Value.IsReceiver(symbol);

    public HotMember Member { get; }
    public ControlFlowGraph Graph { get; }
    public HotPathAnalysis Analysis { get; }

    /// <summary>Where the flags that it tests must fold.</summary>
    public CompileModes Target { get; }
    public FlagTests FlagTests { get; }
    public LocalValues Values { get; }
    public ImmutableArray<Leaf> Leaves { get; }
    public PaidRegion Region { get; }

    /// <summary>The conditions that tell kinds apart which all callers have.</summary>
    public Dispatch Dispatch { get; }

    // What its base does for a body, the body does.
    ImmutableHashSet<ISymbol> Written(Func<IOperation?, bool> counts)
    {
        var members = ImmutableHashSet.CreateBuilder<ISymbol>(SymbolEqualityComparer.Default);
        var inherited = calls.Value.Where(static call => call.Instance?.Syntax is BaseExpressionSyntax).Select(call => Analysis.Bodies.Of(call.TargetMethod)).OfType<IOperation>();
        foreach (var operation in Values.Written.Concat(inherited.SelectMany(static part => part.Descendants())))
        {
            var (target, value) = operation switch
            {
                IAssignmentOperation assignment => (assignment.Target, assignment.Value is IConversionOperation conversion ? conversion.Operand : assignment.Value),
                IIncrementOrDecrementOperation step => (step.Target, null),
                IArgumentOperation { Parameter: { RefKind: RefKind.Ref or RefKind.Out, ContainingSymbol: not { Name: "Read", ContainingType.Name: "Volatile" or "Interlocked" } } } argument => (argument.Value, null),
                _ => (null, (IOperation?)null),
            };
            if (!counts(value)) continue;
            // "this = default" clears every field.
            if (target is IInstanceReferenceOperation { Type: { } whole }) members.UnionWith(whole.GetMembers().Where(static part => part is IFieldSymbol { IsStatic: false }).Select(static part => part.OriginalDefinition));
            else if (target is IMemberReferenceOperation { Member: var member }) members.Add(member.OriginalDefinition);
            else if (target is IParameterReferenceOperation { Parameter: var parameter }) members.Add(parameter);
        }
        return members.ToImmutable();
    }
}
