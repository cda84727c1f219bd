using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace StaticBranch.Flags;

/// <summary>Asks of each declared flag what all rules on declarations have to say. To add a rule, write it and name it here.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class FlagAnalyzer : DiagnosticAnalyzer
{
    const string FeatureSwitch = "System.Diagnostics.CodeAnalysis.FeatureSwitchDefinitionAttribute", FeatureGuard = "System.Diagnostics.CodeAnalysis.FeatureGuardAttribute";

    static readonly FlagMustFold FlagMustFold = new();

    static readonly ImmutableArray<FlagRule> Rules = ImmutableArray.Create<FlagRule>(
        FlagMustFold,
        new FeatureSwitchMustBeReadOnce(),
        new FeatureSwitchMustBeTrimmable());

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = Rules.Select(rule => rule.Descriptor).ToImmutableArray();

    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(static start =>
        {
            var bodies = new Bodies(start.Compilation);
            var project = new BuildProperties(start.Options.AnalyzerConfigOptionsProvider);
            var folding = new FlagFolding(bodies, project.TrimmedSwitches);
            start.RegisterSymbolAction(
                context =>
                {
                    if (!IsState(context.Symbol) || !SaysSo(context)) return;
                    var options = context.Options.AnalyzerConfigOptionsProvider.GetOptions(context.Symbol.Locations[0].SourceTree!);
                    var attribute = context.Symbol.AttributeOf(FeatureSwitch);
                    var flag = new DeclaredFlag(context.Symbol, folding.Of(context.Symbol), attribute, ValueOf(context.Symbol, bodies), project.TargetOf(options), project);
                    foreach (var rule in Rules)
                        if (rule.Report(flag) is { } arguments) context.ReportDiagnostic(Diagnostic.Create(rule.Descriptor, context.Symbol.Locations[0], [context.Symbol.Name, .. arguments]));
                },
                SymbolKind.Field,
                SymbolKind.Property);
            var specials = new SpecialCaseFlags(start.Compilation);
            start.RegisterSymbolAction(
                context =>
                {
                    if (specials.Of(context.Symbol) is not { Attribute.ApplicationSyntaxReference: { } attribute } special) return;
                    var options = context.Options.AnalyzerConfigOptionsProvider.GetOptions(attribute.SyntaxTree);
                    var reason = special.Flag is { } flag ? folding.Of(flag).ReasonUnder(project.TargetOf(options)) : "there is no static member of that name";
                    if (reason is not null) context.ReportDiagnostic(Diagnostic.Create(FlagMustFold.Descriptor, attribute.SyntaxTree.GetLocation(attribute.Span), special.Name, reason));
                },
                SymbolKind.Field,
                SymbolKind.Property,
                SymbolKind.Method,
                SymbolKind.NamedType);
        });
    }

    static bool IsState(ISymbol symbol) => symbol is { IsStatic: true, IsImplicitlyDeclared: false } and (IFieldSymbol or IPropertySymbol { IsIndexer: false });

    static bool SaysSo(SymbolAnalysisContext context) => context.Symbol.HasAttribute(FeatureSwitch) || context.Symbol.HasAttribute(FeatureGuard) || IsInFlagsType(context);

    // What the flags' type keeps to itself is not a flag but what one is made of.
    static bool IsInFlagsType(SymbolAnalysisContext context) =>
        context.Symbol.DeclaredAccessibility != Accessibility.Private && FlagCatalog.IsOption(context.Symbol)
        && context.Symbol.ContainingType.ToDisplayString() == FlagCatalog.NewFlagsType(context.Options.AnalyzerConfigOptionsProvider, context.Symbol.Locations[0].SourceTree!);

    static IOperation? ValueOf(ISymbol flag, Bodies bodies) =>
        flag is IPropertySymbol { GetMethod: { } getter } property && property.BackingField() is null ? bodies.Of(getter) : bodies.InitializerOf(flag);
}
