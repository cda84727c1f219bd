using Microsoft.CodeAnalysis;
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
        var changed = document.WithSyntaxRoot(root.ReplaceNode(edit.Old, edit.New.WithAdditionalAnnotations(mark)));
        var edited = (await changed.GetSyntaxRootAsync(cancellation).ConfigureAwait(false))!.GetAnnotatedNodes(mark).Single();
        return await ErrorsAsync(changed, edited, cancellation).ConfigureAwait(false) <= await ErrorsAsync(document, edit.Old, cancellation).ConfigureAwait(false) ? changed : null;
    }

    static async Task<int> ErrorsAsync(Document document, SyntaxNode node, CancellationToken cancellation)
    {
        var model = (await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false))!;
        return model.GetDiagnostics(node.FirstAncestorOrSelf<MemberDeclarationSyntax>()?.Span, cancellation).Count(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
    }
}
