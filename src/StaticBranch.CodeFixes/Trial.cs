using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace StaticBranch;

/// <summary>Tries an edit before it is offered.</summary>
static class Trial
{
    /// <summary>The document with the edit if the member around it has no new error; null otherwise.</summary>
    public static async Task<Document?> ApplyAsync(Document document, Edit edit, CancellationToken cancellation)
    {
        var mark = new SyntaxAnnotation();
        var root = (await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false))!;
        var edited = Spaced(root.ReplaceNode(edit.Old, edit.New.WithAdditionalAnnotations(mark)));
        var changed = document.WithSyntaxRoot(edited);
        // The compiler will read text, and may find something else in it than the nodes that were put together.
        var written = changed.WithText(edited.GetText());
        var read = (await written.GetSyntaxRootAsync(cancellation).ConfigureAwait(false))!.FindNode(edited.GetAnnotatedNodes(mark).Single().Span);
        return await ErrorsAsync(written, read, cancellation).ConfigureAwait(false) <= await ErrorsAsync(document, edit.Old, cancellation).ConfigureAwait(false) ? changed : null;
    }

    // The formatter, which says what is between two tokens, comes when all edits are done.
    static SyntaxNode Spaced(SyntaxNode root) =>
        root.ReplaceTrivia(root.GetAnnotatedTrivia(SyntaxAnnotation.ElasticAnnotation).Where(elastic => elastic.FullSpan.IsEmpty), (_, _) => SyntaxFactory.ElasticSpace);

    static async Task<int> ErrorsAsync(Document document, SyntaxNode node, CancellationToken cancellation)
    {
        var model = (await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false))!;
        return model.GetDiagnostics(node.FirstAncestorOrSelf<MemberDeclarationSyntax>()?.Span, cancellation).Count(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
    }
}
