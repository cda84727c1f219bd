using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Text;
using StaticBranch.Flow;

namespace StaticBranch.Flags;

/// <summary>Speaks of a special value that is given where its flag may be off: the hot path would take the object for an ordinary one.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SpecialCaseMustBeProducedUnderItsFlag : DiagnosticAnalyzer, IRule
{
    static readonly DiagnosticDescriptor Rule = Descriptors.Create("SB2006", DiagnosticSeverity.Warning,
        title: "Special case must be produced under its flag",
        message: "'{0}' becomes special here though '{1}' may be off, and then the hot path treats it as ordinary; do this under the flag, or throw when it is off",
        description: "A guard is sound only if no special object exists while the flag is off. So each place that makes one must be behind the flag.");

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(Rule);

    DiagnosticDescriptor IRule.Descriptor => Rule;

    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(static start =>
        {
            var specials = new SpecialCaseFlags(start.Compilation);
            // The driver binds every body of the compilation for an operation action.
            if (!specials.MayExist) return;
            var bodies = new Bodies(start.Compilation);
            var tests = new FlagTests(new FlagFolding(bodies), bodies, CompileModes.Jit);
            start.RegisterOperationAction(
                context =>
                {
                    if (MadeSpecialBy(context.Operation, specials) is not { } made || specials.Of(made) is not { Flag: { } flag }) return;
                    if (context.GetControlFlowGraph() is { } graph && IsDeadWithout(flag, context.Operation, graph, tests)) return;
                    context.ReportDiagnostic(Diagnostic.Create(Rule, context.Operation.Syntax.GetLocation(), ImmutableDictionary<string, string?>.Empty.Add(Facts.Flag, flag.ToDisplayString(HotPathRule.FullName)), made.Name, flag.Short()));
                },
                OperationKind.SimpleAssignment,
                OperationKind.CoalesceAssignment,
                OperationKind.ObjectCreation,
                OperationKind.FieldReference);
        });
    }

    static ISymbol? MadeSpecialBy(IOperation operation, SpecialCaseFlags specials) => operation switch
    {
        IAssignmentOperation { Target: IMemberReferenceOperation { Member: var member }, Value: var value } when specials.Of(member) is not null && !IsOrdinary(value, member) => member,
        IObjectCreationOperation { Type: { } type } when operation.Parent is not IAttributeOperation && specials.Of(type) is not null => type,
        IFieldReferenceOperation { Field: { ContainingType.TypeKind: TypeKind.Enum } constant } when specials.Of(constant) is not null && IsGiven(operation) => constant,
        _ => null,
    };

    // The zero of the type, or what another object already has.
    static bool IsOrdinary(IOperation value, ISymbol member) => value switch
    {
        { ConstantValue: { HasValue: true, Value: var constant } } => constant is null or false or 0,
        IConversionOperation { OperatorMethod: null, Operand: var operand } => IsOrdinary(operand, member),
        IDefaultValueOperation => true,
        IMemberReferenceOperation { Member: var source } => SymbolEqualityComparer.Default.Equals(source, member),
        _ => false,
    };

    // A constant that is compared or masked out is asked for, and not given to anybody.
    static bool IsGiven(IOperation constant)
    {
        for (var (part, user) = (constant, constant.Parent); user is not null; (part, user) = (user, user.Parent))
        {
            switch (user)
            {
                case IConversionOperation or IParenthesizedOperation or IConditionalOperation or ICoalesceOperation or IBinaryOperation { OperatorKind: BinaryOperatorKind.Or }:
                    continue;
                case IAssignmentOperation assignment:
                    return assignment.Value == part;
                case IArgumentOperation { Parent: IInvocationOperation { TargetMethod.Name: "HasFlag" } }:
                    return false;
                default:
                    return user is IArgumentOperation or IReturnOperation or IVariableInitializerOperation or IFieldInitializerOperation or IPropertyInitializerOperation;
            }
        }
        return false;
    }

    // Not reached, or a value that is ordinary then: (flag && x) is false.
    static bool IsDeadWithout(ISymbol flag, IOperation operation, ControlFlowGraph graph, FlagTests tests)
    {
        // Lambdas and local functions have graphs of their own.
        foreach (var local in graph.LocalFunctions)
            if (Holds(local.DeclaringSyntaxReferences[0].Span)) return IsDeadWithout(flag, operation, graph.GetLocalFunctionControlFlowGraph(local), tests);
        var off = new Assumption(tests, new LocalValues(graph), new Dictionary<string, bool> { [flag.GetDocumentationCommentId() ?? flag.Name] = false });
        var reach = Reach.Under(off, graph);
        foreach (var block in graph.Blocks)
        {
            foreach (var part in block.BranchValue is { } branch ? block.Operations.Add(branch) : block.Operations)
            {
                if (!Holds(part.Syntax.Span)) continue;
                if (!reach.Contains(block)) return true;
                if (part.DescendantsAndSelf().OfType<IFlowAnonymousFunctionOperation>().FirstOrDefault(lambda => Holds(lambda.Syntax.Span)) is { } lambda)
                    return IsDeadWithout(flag, operation, graph.GetAnonymousFunctionControlFlowGraph(lambda), tests);
                var lowered = part.DescendantsAndSelf().FirstOrDefault(inner => inner.Syntax == operation.Syntax && inner.Kind == operation.Kind);
                if (lowered is IAssignmentOperation { Value: var value } && off.Outcome(value, reach) == false) return true;
            }
        }
        return false;

        bool Holds(TextSpan span) => span.Contains(operation.Syntax.Span);
    }
}
