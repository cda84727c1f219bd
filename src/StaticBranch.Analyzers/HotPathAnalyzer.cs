using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using StaticBranch.Flags;
using StaticBranch.HotPaths;
using StaticBranch.SpecialCases;

namespace StaticBranch;

/// <summary>One pass over each hot body, for all rules that speak of one. To add a rule, write it and name it here.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class HotPathAnalyzer : DiagnosticAnalyzer
{
    static readonly ImmutableArray<HotPathRule> Rules = ImmutableArray.Create<HotPathRule>(
        new SpecialCaseMustBeGuarded(),
        new ProcessOptionMustFold(),
        new InstanceOptionMustBeSpecialised(),
        new OptionalCallbackMustBeGuarded(),
        new DiagnosticsMustBeGuarded(),
        new ModeParameterMustBeSplit(),
        new FlagMustComeFirst());

    static readonly ImmutableArray<HotBodyRule> BodyRules = ImmutableArray.Create<HotBodyRule>(
        new FlagMustBeReadyBeforeCompilation(),
        new GuardedMethodMustStayInlinable(),
        new ColdPathMustNotBeCalledFromHotPath());

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = Rules.Select(rule => rule.Descriptor).Concat(BodyRules.Select(rule => rule.Descriptor)).ToImmutableArray();

    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(static start =>
        {
            var analysis = new HotPathAnalysis(start.Compilation, start.Options, start.CancellationToken);
            // The compiler is done with a file by then: what its bodies refer to is there, and need not be waited for. A body is only bound if it is hot.
            start.RegisterSemanticModelAction(context =>
            {
                foreach (var body in analysis.HotBodiesIn(context.SemanticModel, context.FilterSpan, context.CancellationToken)) Report(body, context);
            });
        });
    }

    static void Report(HotBody body, SemanticModelAnalysisContext context)
    {
        foreach (var finding in Judge.Findings(body))
            foreach (var rule in Rules)
                if (rule.Report(finding, body) is { } diagnostic) context.ReportDiagnostic(diagnostic);
        foreach (var rule in BodyRules)
            foreach (var diagnostic in rule.Report(body)) context.ReportDiagnostic(diagnostic);
    }
}
