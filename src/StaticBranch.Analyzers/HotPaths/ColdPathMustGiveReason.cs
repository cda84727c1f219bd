using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace StaticBranch.HotPaths;

/// <summary>Speaks of a <c>[ColdPath]</c> whose reason says nothing.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ColdPathMustGiveReason : DiagnosticAnalyzer
{
    static readonly DiagnosticDescriptor Descriptor = Descriptors.Create("SB4001", DiagnosticSeverity.Warning,
        title: "Cold path must give a reason",
        message: "[ColdPath] exempts '{0}' from all rules without saying why; give the reason why few callers come here",
        description: "A cold path is exempt from the rules on hot paths. The reason lets a reader judge whether it still is one.");

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(Descriptor);

    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(static start =>
        {
            if (new AttributeUse(start.Compilation, "ColdPath").IsPossibleIn(start.Compilation.Assembly)) start.RegisterSyntaxNodeAction(Inspect, SyntaxKind.Attribute);
        });
    }

    static void Inspect(SyntaxNodeAnalysisContext context)
    {
        var attribute = (AttributeSyntax)context.Node;
        if (attribute.ArgumentList is not { Arguments: [{ NameEquals: null } reason] } || !Marks.IsAttribute(attribute, "ColdPath", context.SemanticModel, context.CancellationToken)) return;
        if (context.SemanticModel.GetConstantValue(reason.Expression, context.CancellationToken) is { HasValue: true, Value: null or string } constant && string.IsNullOrWhiteSpace((string?)constant.Value))
            context.ReportDiagnostic(Diagnostic.Create(Descriptor, attribute.GetLocation(), context.ContainingSymbol?.Name));
    }
}
