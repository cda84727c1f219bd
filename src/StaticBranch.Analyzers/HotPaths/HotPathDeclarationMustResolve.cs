using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace StaticBranch.HotPaths;

/// <summary>Speaks of what somebody said of hot paths to no effect: in a list, in an option, in an attribute.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class HotPathDeclarationMustResolve : DiagnosticAnalyzer
{
    static readonly DiagnosticDescriptor Descriptor = Descriptors.Create("SB4002", DiagnosticSeverity.Warning,
        title: "Hot path declaration must resolve",
        message: "{0}, so it has no effect",
        description: "A list, an option or an attribute says something of hot paths that means nothing. What it was meant to watch is not watched.");

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(Descriptor);

    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        // An option may apply to generated files only, and must be spoken of somewhere.
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics);
        context.RegisterAdditionalFileAction(InspectList);
        context.RegisterSemanticModelAction(InspectOptions);
        context.RegisterCompilationStartAction(static start =>
        {
            if (new AttributeUse(start.Compilation, "HotPath").IsPossibleIn(start.Compilation.Assembly)) start.RegisterSyntaxNodeAction(InspectAttribute, SyntaxKind.Attribute);
        });
    }

    static void InspectList(AdditionalFileAnalysisContext context)
    {
        if (!HotPathFile.IsOne(context.AdditionalFile) || context.AdditionalFile.GetText(context.CancellationToken) is not { } text) return;
        foreach (var entry in HotPathFile.Entries(context.AdditionalFile, context.CancellationToken))
            if (ProblemOf(entry, context.Compilation) is { } problem)
                context.ReportDiagnostic(Diagnostic.Create(Descriptor, Location.Create(context.AdditionalFile.Path, entry.Span, text.Lines.GetLinePositionSpan(entry.Span)), problem));
    }

    static string? ProblemOf(HotPathEntry entry, Compilation compilation)
    {
        if (!MemberList.IsWellFormed(entry.Id)) return $"'{entry.Id}' is no documentation comment id such as 'M:Namespace.Type.Method(System.Int32)'";
        if (!entry.Id.EndsWith("*", StringComparison.Ordinal) && DocumentationCommentId.GetSymbolsForDeclarationId(entry.Id, compilation).IsEmpty) return $"'{entry.Id}' names nothing in this compilation";
        return entry.HasValidWeight ? null : $"'{entry.Weight}' is no share such as '0.25' or '25 %'";
    }

    // A value applies to many files, and each problem is spoken of once: in the first of them.
    static void InspectOptions(SemanticModelAnalysisContext context)
    {
        var provider = context.Options.AnalyzerConfigOptionsProvider;
        var tree = context.SemanticModel.SyntaxTree;
        foreach (string problem in new HotPathOptions(provider.GetOptions(tree)).Problems)
            if (!context.SemanticModel.Compilation.SyntaxTrees.TakeWhile(other => other != tree).Any(other => new HotPathOptions(provider.GetOptions(other)).Problems.Contains(problem)))
                context.ReportDiagnostic(Diagnostic.Create(Descriptor, Location.Create(tree, default), problem));
    }

    static void InspectAttribute(SyntaxNodeAnalysisContext context)
    {
        var attribute = (AttributeSyntax)context.Node;
        if (!Marks.IsAttribute(attribute, "HotPath", context.SemanticModel, context.CancellationToken)) return;
        if (attribute.Parent?.Parent is not { } target || ProblemOf(target, context.SemanticModel, context.CancellationToken) is not { } problem) return;
        context.ReportDiagnostic(Diagnostic.Create(Descriptor, attribute.GetLocation(), $"[HotPath] is on {problem}"));
    }

    static string? ProblemOf(SyntaxNode target, SemanticModel model, CancellationToken cancellation) => target switch
    {
        LocalFunctionStatementSyntax or LambdaExpressionSyntax => "a function within a member, which starts a path of its own that no rule looks at",
        BaseMethodDeclarationSyntax { Body: null, ExpressionBody: null } or AccessorDeclarationSyntax { Body: null, ExpressionBody: null } or BasePropertyDeclarationSyntax
            when !HasBody(target) && model.GetDeclaredSymbol(target, cancellation) is { } member && !PassesOn(member) => "a member that has no body, nor overrides or implementations",
        _ => null,
    };

    static bool HasBody(SyntaxNode member) => member is PropertyDeclarationSyntax { ExpressionBody: not null } or IndexerDeclarationSyntax { ExpressionBody: not null }
        || member is BasePropertyDeclarationSyntax { AccessorList.Accessors: var accessors } && accessors.Any(accessor => accessor is not { Body: null, ExpressionBody: null });

    static bool PassesOn(ISymbol member) => member.IsAbstract || member.IsVirtual || member is { IsOverride: true, IsSealed: false, ContainingType.IsSealed: false } or IMethodSymbol { PartialImplementationPart: not null };
}
