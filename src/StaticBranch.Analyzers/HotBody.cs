using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using StaticBranch.Flags;
using StaticBranch.Flow;
using StaticBranch.HotPaths;

namespace StaticBranch;

/// <summary>The body of a hot member with all that the rules ask of it, computed once for all of them.</summary>
sealed class HotBody
{
    readonly Lazy<ImmutableHashSet<ISymbol>> written;
    readonly Lazy<ImmutableHashSet<ISymbol>> filled;
    readonly Lazy<ImmutableHashSet<ISymbol>> givenBack;
    readonly Lazy<ImmutableArray<SyntaxNode>> conditionalCalls;

    public HotBody(HotMember member, ControlFlowGraph graph, HotPathAnalysis analysis, HotPathOptions options, CompileModes target)
    {
        (Member, Graph, Analysis, Options, Target) = (member, graph, analysis, options, target);
        Values = new LocalValues(graph);
        FlagTests = new FlagTests(analysis.Folding, analysis.Bodies, target);
        conditionalCalls = new(() => graph.OriginalOperation.Descendants().OfType<IInvocationOperation>().Where(call => Marks.IsConditional(call.TargetMethod)).Select(call => call.Syntax).ToImmutableArray());
        written = new(() => Written(graph.OriginalOperation, static _ => true));
        filled = new(() => Written(graph.OriginalOperation, static value => value is not ({ ConstantValue: { HasValue: true, Value: null } } or IDefaultValueOperation)));
        givenBack = new(() => GivenBack(graph.OriginalOperation).ToImmutableHashSet(SymbolEqualityComparer.Default));
        Leaves = graph.Blocks.Where(block => block.ConditionKind != ControlFlowConditionKind.None)
            .Select(block => new Leaf(block, CountTest.Of(block.BranchValue!, Values, analysis.Bodies))).ToImmutableArray();
        var cold = Leaves.Select(leaf => RareOutcome(leaf) is { } rare ? leaf.When(rare) : null).OfType<ControlFlowBranch>().ToImmutableHashSet();
        Region = new PaidRegion(graph, Values, FlagTests, cold.Contains);
    }

    // The last reference is gone, the pool had nothing to give, or the once-only work is done already.
    bool? RareOutcome(Leaf leaf) => leaf.Count is { } count ? count.Step is null ? null : count.TakenWhen
        : Member.Role is Role.Rent or Role.Return && Miss.RareOutcome(leaf.Condition, Values) is { } miss ? miss
        : OnceOnly.RareOutcome(leaf.Condition, Values, Graph);

    /// <summary>Whether the leaf stands in a call that only exists where its build symbol is defined, such as Debug.Assert.</summary>
    public bool IsAsserted(Leaf leaf) => conditionalCalls.Value.Any(call => call.Span.Contains(leaf.Syntax.Span));

    /// <summary>Whether the body itself writes the member or parameter: then a test of it is part of what the body does.</summary>
    public bool Writes(ISymbol symbol) => written.Value.Contains(symbol);

    /// <summary>Whether the body writes the member, and nothing but null.</summary>
    public bool OnlyClears(ISymbol symbol) => Writes(symbol) && !filled.Value.Contains(symbol);

    /// <summary>Whether the body returns, frees or disposes of what the member holds.</summary>
    public bool GivesBack(ISymbol symbol) => givenBack.Value.Contains(symbol);

    public HotMember Member { get; }
    public ControlFlowGraph Graph { get; }
    public HotPathAnalysis Analysis { get; }
    public HotPathOptions Options { get; }

    /// <summary>Where the flags that it tests must fold.</summary>
    public CompileModes Target { get; }
    public FlagTests FlagTests { get; }
    public LocalValues Values { get; }
    public ImmutableArray<Leaf> Leaves { get; }
    public PaidRegion Region { get; }

    static ImmutableHashSet<ISymbol> Written(IOperation body, Func<IOperation?, bool> counts)
    {
        var members = ImmutableHashSet.CreateBuilder<ISymbol>(SymbolEqualityComparer.Default);
        foreach (var operation in body.Descendants())
        {
            var (target, value) = operation switch
            {
                IAssignmentOperation assignment => (assignment.Target, assignment.Value is IConversionOperation conversion ? conversion.Operand : assignment.Value),
                IIncrementOrDecrementOperation step => (step.Target, null),
                IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out } argument => (argument.Value, null),
                _ => (null, (IOperation?)null),
            };
            if (!counts(value)) continue;
            if (target is IMemberReferenceOperation { Member: var member }) members.Add(member);
            else if (target is IParameterReferenceOperation { Parameter: var parameter }) members.Add(parameter);
        }
        return members.ToImmutable();
    }

    // pool.Return(x) gives its argument back, x.Dispose() itself.
    IEnumerable<ISymbol> GivenBack(IOperation body)
    {
        foreach (var operation in body.Descendants())
        {
            if (operation is not IInvocationOperation { TargetMethod.Name: var name } call || !MemberNames.SaysReturn(name) && !MemberNames.SaysRelease(name) && !MemberNames.SaysTeardown(name)) continue;
            foreach (var given in call.Arguments.IsEmpty ? [call.Instance] : call.Arguments.Select(argument => (IOperation?)argument.Value))
                foreach (var member in Held(given)) yield return member;
        }
    }

    // A local may be defined by itself (x = x[0]), so the walk is bounded.
    IEnumerable<ISymbol> Held(IOperation? given, int hops = 4) => given switch
    {
        _ when hops == 0 => [],
        IMemberReferenceOperation { Member: var member } => [member],
        IConditionalAccessInstanceOperation => Held(Accessed(given), hops - 1),
        IArrayElementReferenceOperation element => Held(element.ArrayReference, hops - 1),
        IConversionOperation conversion => Held(conversion.Operand, hops - 1),
        ILocalReferenceOperation => Values.Of(given).SelectMany(definition => Held(definition.Value, hops - 1)),
        _ => [],
    };

    static IOperation? Accessed(IOperation instance)
    {
        for (var node = instance; node.Parent is { } parent; node = parent)
            if (parent is IConditionalAccessOperation access && access.WhenNotNull == node) return access.Operation;
        return null;
    }
}
