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
        var touch = SyntaxFactory.ParseMemberDeclaration($"""

            // The JIT reads a flag only if its class is initialised.
            [global::System.Runtime.CompilerServices.ModuleInitializer]
            internal static void Initialize() => _ = {flag.Name};

            """)!;
        var edited = type.AddMembers(touch.WithAdditionalAnnotations(Formatter.Annotation));
        return (await Trial.ApplyAsync(document, new(type, edited), cancellation).ConfigureAwait(false))?.Project.Solution;
    }
}
