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
            // One action for each type: there are ten times as many members, and few of them are static.
            start.RegisterSymbolAction(
                context =>
                {
                    var type = (INamedTypeSymbol)context.Symbol;
                    // What an enum declares are constants.
                    if (type.TypeKind == TypeKind.Enum) return;
                    bool? holdsFlags = null;
                    foreach (var member in type.GetMembers())
                    {
                        if (!IsState(member) || !HasFlagAttribute(member) && !(IsOpenOption(member) && (holdsFlags ??= IsFlagsType(type, context.Options)))) continue;
                        var options = context.Options.AnalyzerConfigOptionsProvider.GetOptions(member.Locations[0].SourceTree!);
                        var attribute = member.AttributeOf(FeatureSwitch);
                        var flag = new DeclaredFlag(member, folding.Of(member), attribute, ValueOf(member, bodies), project.TargetOf(options), project);
                        foreach (var rule in Rules)
                            if (rule.Report(flag) is { } arguments) context.ReportDiagnostic(Diagnostic.Create(rule.Descriptor, member.Locations[0], [member.Name, .. arguments]));
                    }
                },
                SymbolKind.NamedType);
            var specials = new SpecialCaseFlags(start.Compilation);
            if (!specials.MayExist) return;
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

    static bool HasFlagAttribute(ISymbol member) => member is IPropertySymbol && (member.HasAttribute(FeatureSwitch) || member.HasAttribute(FeatureGuard));

    // What the flags' type keeps to itself is not a flag but what one is made of.
    static bool IsOpenOption(ISymbol member) => member.DeclaredAccessibility != Accessibility.Private && FlagCatalog.IsOption(member);

    static bool IsFlagsType(INamedTypeSymbol type, AnalyzerOptions options) =>
        FlagCatalog.NewFlagsType(options.AnalyzerConfigOptionsProvider, type.Locations[0].SourceTree!) is var flags && flags.EndsWith(type.Name, StringComparison.Ordinal) && type.ToDisplayString() == flags;

    static IOperation? ValueOf(ISymbol flag, Bodies bodies) =>
        flag is IPropertySymbol { GetMethod: { } getter } property && property.BackingField() is null ? bodies.Of(getter) : bodies.InitializerOf(flag);
}
