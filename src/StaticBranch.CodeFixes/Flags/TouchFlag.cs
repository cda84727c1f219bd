using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace StaticBranch.Flags;

/// <summary>Initialises the class of a flag before any method that asks for it is compiled.</summary>
sealed class TouchFlag() : Remedy("TouchFlag", "Initialise the flag when the module is loaded")
{
    public override async Task<Solution?> ApplyAsync(Place place, CancellationToken cancellation)
    {
        if (place.Model.GetSymbolInfo(place.Leaf, cancellation).Symbol is not { IsStatic: true, ContainingType.DeclaringSyntaxReferences: [var declaration, ..] } flag) return null;
        if (declaration.GetSyntax(cancellation) is not TypeDeclarationSyntax type || place.Document.Project.Solution.GetDocument(type.SyntaxTree) is not { } document) return null;
        var touch = (MethodDeclarationSyntax)SyntaxFactory.ParseMemberDeclaration($"""

            // The JIT reads a flag only if its class is initialised.
            [global::System.Runtime.CompilerServices.ModuleInitializer]
            internal static void Initialize() => _ = {flag.Name};

            """)!;
        touch = touch.ReplaceNode(touch.AttributeLists[0], FlagReference.Shortened(touch.AttributeLists[0]));
        var edited = type.AddMembers(touch.WithAdditionalAnnotations(Formatter.Annotation));
        if (await Trial.ApplyAsync(document, new(type, edited), cancellation).ConfigureAwait(false) is not { } touched) return null;
        return (await FlagReference.ImportAsync(touched, cancellation).ConfigureAwait(false)).Project.Solution;
    }
}
