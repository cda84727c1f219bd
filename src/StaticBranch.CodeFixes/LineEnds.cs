using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Simplification;
using Microsoft.CodeAnalysis.Text;

namespace StaticBranch;

/// <summary>Keeps how the lines of a file end: remedies write <c>\n</c>.</summary>
static class LineEnds
{
    /// <summary>A changed solution in which each file ends its lines as it did, and a new one as the file does that the change was asked in.</summary>
    public static async Task<Solution> KeepAsync(Solution changed, Document asked, CancellationToken cancellation)
    {
        var original = asked.Project.Solution;
        foreach (var id in changed.GetChanges(original).GetProjectChanges().SelectMany(project => project.GetChangedDocuments().Concat(project.GetAddedDocuments())))
        {
            var model = await (original.GetDocument(id) ?? asked).GetTextAsync(cancellation).ConfigureAwait(false);
            var formatted = await FormatAsync(changed.GetDocument(id)!, cancellation).ConfigureAwait(false);
            if (In(model) is [var end]) formatted = formatted.WithText(WithEnds(await formatted.GetTextAsync(cancellation).ConfigureAwait(false), end));
            changed = formatted.Project.Solution;
        }
        return changed;
    }

    // What a code action would do later, with the line ends of its workspace.
    static async Task<Document> FormatAsync(Document document, CancellationToken cancellation)
    {
        document = await Simplifier.ReduceAsync(document, Simplifier.Annotation, cancellationToken: cancellation).ConfigureAwait(false);
        document = await Formatter.FormatAsync(document, Formatter.Annotation, cancellationToken: cancellation).ConfigureAwait(false);
        return await Formatter.FormatAsync(document, SyntaxAnnotation.ElasticAnnotation, cancellationToken: cancellation).ConfigureAwait(false);
    }

    // A file that has several keeps them all.
    static string[] In(SourceText text) =>
        [.. text.Lines.Select(line => text.ToString(TextSpan.FromBounds(line.End, line.EndIncludingLineBreak))).Where(end => end.Length > 0).Distinct()];

    static SourceText WithEnds(SourceText text, string end) => SourceText.From(text.ToString().Replace("\r\n", "\n").Replace("\n", end), text.Encoding, text.ChecksumAlgorithm);
}
