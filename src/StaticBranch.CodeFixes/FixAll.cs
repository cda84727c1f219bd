using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace StaticBranch;

/// <summary>
/// Mends findings one after the other, each in what the ones before it left.
/// Remedies may write to the same flags class, so they cannot be computed apart and merged.
/// </summary>
sealed class FixAll : FixAllProvider
{
    /// <summary>The key of the best remedy of each finding, whichever that is: what <c>dotnet format</c> takes.</summary>
    public const string FirstRemedy = nameof(FirstRemedy);

    public static readonly FixAll Instance = new();

    public override IEnumerable<FixAllScope> GetSupportedFixAllScopes() => [FixAllScope.Document, FixAllScope.Project, FixAllScope.Solution];

    public override async Task<CodeAction?> GetFixAsync(FixAllContext context)
    {
        var findings = await FindingsAsync(context).ConfigureAwait(false);
        if (findings.IsEmpty || context.CodeFixProvider is not IRemedies remedies) return null;
        return CodeAction.Create("Mend all findings", cancellation => MendAsync(context, remedies, findings, cancellation), context.CodeActionEquivalenceKey);
    }

    static async Task<ImmutableArray<Diagnostic>> FindingsAsync(FixAllContext context)
    {
        if (context is { Scope: FixAllScope.Document, Document: { } document }) return await context.GetDocumentDiagnosticsAsync(document).ConfigureAwait(false);
        var projects = context.Scope == FixAllScope.Solution ? context.Solution.Projects : [context.Project];
        var all = ImmutableArray.CreateBuilder<Diagnostic>();
        foreach (var project in projects) all.AddRange(await context.GetAllDiagnosticsAsync(project).ConfigureAwait(false));
        return all.ToImmutable();
    }

    static async Task<Solution> MendAsync(FixAllContext context, IRemedies remedies, ImmutableArray<Diagnostic> findings, CancellationToken cancellation)
    {
        var (solution, marked) = await MarkAsync(context.Solution, findings, cancellation).ConfigureAwait(false);
        foreach (var (document, finding, mark) in marked)
        {
            if (await Place.AtAsync(solution.GetDocument(document)!, root => root.GetAnnotatedNodes(mark).FirstOrDefault(), finding.Properties, cancellation).ConfigureAwait(false) is not { } place) continue;
            foreach (var remedy in remedies.Remedies(place))
            {
                if (context.CodeActionEquivalenceKey is { } key && key != FirstRemedy && key != remedy.Key) continue;
                if (await remedy.ApplyAsync(place, cancellation).ConfigureAwait(false) is not { } mended) continue;
                solution = mended;
                break;
            }
        }
        return solution;
    }

    // A file that several projects share is mended once.
    static async Task<(Solution, List<(DocumentId Document, Diagnostic Finding, SyntaxAnnotation Mark)>)> MarkAsync(Solution solution, ImmutableArray<Diagnostic> findings, CancellationToken cancellation)
    {
        var marked = new List<(DocumentId, Diagnostic, SyntaxAnnotation)>();
        var files = findings.Where(finding => finding.Location.IsInSource).GroupBy(finding => finding.Location.SourceTree!).GroupBy(tree => tree.Key.FilePath);
        foreach (var file in files)
        {
            var tree = file.First();
            if (solution.GetDocument(tree.Key) is not { } document) continue;
            var root = await tree.Key.GetRootAsync(cancellation).ConfigureAwait(false);
            var marks = tree.GroupBy(finding => Place.Marked(root, finding)).ToDictionary(leaf => leaf.Key, leaf => (Mark: new SyntaxAnnotation(), Finding: leaf.First()));
            marked.AddRange(marks.OrderBy(leaf => leaf.Key.SpanStart).Select(leaf => (document.Id, leaf.Value.Finding, leaf.Value.Mark)));
            solution = document.WithSyntaxRoot(root.ReplaceNodes(marks.Keys, (old, leaf) => leaf.WithAdditionalAnnotations(marks[old].Mark))).Project.Solution;
        }
        return (solution, marked);
    }
}
