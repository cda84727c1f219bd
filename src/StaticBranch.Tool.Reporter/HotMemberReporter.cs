using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using StaticBranch.HotPaths;

namespace StaticBranch.Tool.Reporter;

/// <summary>Reports every member that the analyzers hold to be hot, whether or not they find fault with it.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class HotMemberReporter : DiagnosticAnalyzer
{
    static readonly DiagnosticDescriptor Descriptor = new(
        "SB0001", "Hot member", "'{0}' {1}", "HotPaths", DiagnosticSeverity.Info, isEnabledByDefault: true, helpLinkUri: "https://github.com/staticbranch/staticbranch/blob/main/src/StaticBranch.Tool/README.md");

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(Descriptor);

    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(static start =>
        {
            var analysis = new HotPathAnalysis(start.Compilation, start.Options, start.CancellationToken);
            start.RegisterSemanticModelAction(context =>
            {
                foreach (var body in analysis.HotBodiesIn(context.SemanticModel, context.FilterSpan, context.CancellationToken)) context.ReportDiagnostic(Report(body.Member));
            });
        });
    }

    static Diagnostic Report(HotMember member)
    {
        var method = (IMethodSymbol)member.Symbol;
        var facts = ImmutableDictionary<string, string?>.Empty
            .Add(Facts.HotMember, (method.AssociatedSymbol as IPropertySymbol ?? (ISymbol)method).GetDocumentationCommentId())
            .Add(Facts.Evidence, member.Evidence);
        return Diagnostic.Create(Descriptor, method.Locations[0], facts, method.Name, member.Evidence);
    }
}
