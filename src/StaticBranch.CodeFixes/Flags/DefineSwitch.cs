using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace StaticBranch.Flags;

/// <summary>Says by attribute which switch a flag is, so that the linker and NativeAOT can put its value in its place.</summary>
sealed class DefineSwitch() : Remedy("DefineSwitch", "Define the feature switch")
{
    const string Attribute = "System.Diagnostics.CodeAnalysis.FeatureSwitchDefinition";

    public override async Task<Solution?> ApplyAsync(Place place, CancellationToken cancellation)
    {
        // The attribute stands on properties only.
        if (place.Leaf is not PropertyDeclarationSyntax property || SwitchOf(property, place.Model) is not { } name) return null;
        var edit = AttributeOn(property) is { } wrong ? new Edit(wrong, wrong.WithArgumentList(Arguments(name))) : new Edit(property, WithAttribute(property, name));
        if (await Trial.ApplyAsync(place.Document, edit, cancellation).ConfigureAwait(false) is not { } defined) return null;
        return (await FlagReference.ImportAsync(defined, cancellation).ConfigureAwait(false)).Project.Solution;
    }

    static string? SwitchOf(PropertyDeclarationSyntax property, SemanticModel model) =>
        property.DescendantNodes().OfType<InvocationExpressionSyntax>().FirstOrDefault(call => call.Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "TryGetSwitch" })
            ?.ArgumentList.Arguments is [var argument, ..] && model.GetConstantValue(argument.Expression).Value is string name ? name : null;

    static AttributeSyntax? AttributeOn(PropertyDeclarationSyntax property) =>
        property.AttributeLists.SelectMany(list => list.Attributes).FirstOrDefault(attribute => attribute.Name.ToString() is var name && name.EndsWith("FeatureSwitchDefinition", StringComparison.Ordinal));

    static AttributeArgumentListSyntax Arguments(string name) => SyntaxFactory.ParseAttributeArgumentList($"({SymbolDisplay.FormatLiteral(name, quote: true)})")!;

    static PropertyDeclarationSyntax WithAttribute(PropertyDeclarationSyntax property, string name)
    {
        var attribute = SyntaxFactory.Attribute(FlagReference.Shortened(SyntaxFactory.ParseName("global::" + Attribute)), Arguments(name));
        var list = SyntaxFactory.AttributeList(SyntaxFactory.SingletonSeparatedList(attribute)).WithLeadingTrivia(property.GetLeadingTrivia()).WithTrailingTrivia(SyntaxFactory.ElasticLineFeed);
        return property.WithoutLeadingTrivia().WithAttributeLists(property.AttributeLists.Insert(0, list)).WithAdditionalAnnotations(Formatter.Annotation);
    }
}
