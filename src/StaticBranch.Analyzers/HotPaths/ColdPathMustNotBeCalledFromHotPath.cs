using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace StaticBranch.HotPaths;

/// <summary>Speaks of a call of a cold member that no caller of the hot one gets past.</summary>
sealed class ColdPathMustNotBeCalledFromHotPath() : HotBodyRule(Descriptors.Create("SB4003", DiagnosticSeverity.Warning,
    title: "Cold path must not be called from a hot path",
    message: "'{0}' {1}: every caller comes to '{2}', which is marked [ColdPath]; put it behind what makes it rare",
    description: "One member is marked as never hot, and another as hot that always calls it. Either the call lacks its condition, or a mark is wrong."))
{
    public override IEnumerable<Diagnostic> Report(HotBody body) => body.Analysis.Marks.AnyCold ? ColdCalls(body) : [];

    IEnumerable<Diagnostic> ColdCalls(HotBody body) =>
        from block in body.Graph.Blocks
        let calls = ColdCalls(block, body.Analysis.Marks).ToArray()
        where calls.Length > 0 && body.Region.IsUnavoidable(block)
        from call in calls
        select Diagnostic.Create(Descriptor, call.Syntax.GetLocation(), [body.Member.Symbol.Locations[0]], HotPathRule.NameOf(body.Member.Symbol), body.Member.Evidence, HotPathRule.Text(call.Syntax));

    static IEnumerable<IOperation> ColdCalls(BasicBlock block, Marks marks) =>
        from operation in block.BranchValue is { } value ? block.Operations.Add(value) : block.Operations
        from inner in operation.DescendantsAndSelf()
        where inner switch
        {
            IInvocationOperation call => marks.Cold(call.TargetMethod) is not null,
            IPropertyReferenceOperation access => marks.Cold(access.Property) is not null,
            _ => false,
        }
        select inner;
}
