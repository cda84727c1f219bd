using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace StaticBranch.Flags;

/// <summary>Asks for a method to be inlined whatever its guarded arm adds to its size.</summary>
sealed class InlineAggressively() : Remedy("InlineAggressively", "Mark it AggressiveInlining")
{
    const string Attribute = "global::System.Runtime.CompilerServices.MethodImpl(global::System.Runtime.CompilerServices.MethodImplOptions.AggressiveInlining)";

    public override async Task<Solution?> ApplyAsync(Place place, CancellationToken cancellation)
    {
        if (place.Leaf is not MethodDeclarationSyntax method) return null;
        var attributes = FlagReference.Shortened(((MethodDeclarationSyntax)SyntaxFactory.ParseMemberDeclaration($"[{Attribute}] void M() {{ }}")!).AttributeLists[0]);
        var marked = method.WithoutLeadingTrivia()
            .WithAttributeLists(method.AttributeLists.Add(attributes.WithoutTrivia().WithTrailingTrivia(SyntaxFactory.ElasticLineFeed)))
            .WithLeadingTrivia(method.GetLeadingTrivia()).WithAdditionalAnnotations(Formatter.Annotation);
        if (await Trial.ApplyAsync(place.Document, new(method, marked), cancellation).ConfigureAwait(false) is not { } inlined) return null;
        return (await FlagReference.ImportAsync(inlined, cancellation).ConfigureAwait(false)).Project.Solution;
    }
}
