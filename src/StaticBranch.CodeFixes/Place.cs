using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace StaticBranch;

/// <summary>Where one finding is, in the present state of its document, and what the analysis knew of it.</summary>
sealed record Place(Document Document, SyntaxNode Root, SemanticModel Model, SyntaxNode Leaf, ImmutableDictionary<string, string?> Facts)
{
    public string this[string fact] => Facts.TryGetValue(fact, out string? value) ? value ?? "" : "";

    /// <summary>What is tested: the leaf, or what was given to the local that it is.</summary>
    public SyntaxNode Tested =>
        Model.GetSymbolInfo(Leaf).Symbol is ILocalSymbol { DeclaringSyntaxReferences: [var local] } && local.GetSyntax() is VariableDeclaratorSyntax { Initializer.Value: var value } ? value : Leaf;

    public static async Task<Place?> AtAsync(Document document, Func<SyntaxNode, SyntaxNode?> find, ImmutableDictionary<string, string?> facts, CancellationToken cancellation)
    {
        if (await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false) is not { } root || find(root) is not { } leaf) return null;
        if (await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false) is not { } model) return null;
        return new(document, root, model, leaf, facts);
    }

    /// <summary>The node that a diagnostic marks: of several with one span the innermost.</summary>
    public static SyntaxNode Marked(SyntaxNode root, Diagnostic finding) => root.FindNode(finding.Location.SourceSpan, getInnermostNodeForTie: true);
}
