using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using StaticBranch.Flags;

namespace StaticBranch;

/// <summary>
/// Mends findings as somebody would who takes them one by one: each in what the ones before it left.
/// Remedies write to the same flags class, and a guard often ends the next finding too, so they cannot be computed apart and merged.
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
        if (context.CodeFixProvider is not IRemedies remedies || findings.Select(finding => context.Solution.GetDocument(finding.Location.SourceTree)).FirstOrDefault(document => document is not null) is not { } first) return null;
        return CodeAction.Create("Mend all findings",
            async cancellation => await LineEnds.KeepAsync(await MendAsync(context, remedies, findings, cancellation).ConfigureAwait(false), context.Document ?? first, cancellation).ConfigureAwait(false),
            context.CodeActionEquivalenceKey);
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
        var solution = context.Solution;
        // A file that several projects share is mended once.
        var documents = findings.Select(finding => solution.GetDocument(finding.Location.SourceTree)).OfType<Document>().Distinct()
            .GroupBy(document => document.FilePath ?? document.Name).Select(file => file.First().Id).ToArray();
        // A flag that one finding has brought is not an existing one for the next.
        var flags = findings.SelectMany(FlagsOf).ToImmutableHashSet();
        // A round mends one finding of each member. A remedy that brings its finding back would never end, so each round must leave fewer.
        for (int round = 0, left = int.MaxValue; ; round++)
        {
            var marked = new List<Mark>();
            var original = solution;
            foreach (var id in documents)
            {
                var document = solution.GetDocument(id)!;
                var found = round == 0 ? findings : await FindAgainAsync(document, context.DiagnosticIds, cancellation).ConfigureAwait(false);
                solution = (await MarkAsync(document, found, marked, cancellation).ConfigureAwait(false)).Project.Solution;
            }
            if (marked.Count >= left) return original;
            left = marked.Count;
            var mended = solution;
            foreach (var member in marked.GroupBy(mark => mark.Member))
                mended = await MendFirstAsync(mended, member, flags, remedies, context.CodeActionEquivalenceKey, cancellation).ConfigureAwait(false);
            // A mark alone is no change to show to anybody.
            if (mended == solution) return original;
            solution = mended;
        }
    }

    static async Task<IEnumerable<Diagnostic>> FindAgainAsync(Document document, ImmutableHashSet<string> ids, CancellationToken cancellation)
    {
        if (await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false) is not { } model) return [];
        var analyzers = model.Compilation.WithAnalyzers(ImmutableArray.Create<DiagnosticAnalyzer>(new HotPathAnalyzer(), new SpecialCaseMustBeProducedUnderItsFlag()), document.Project.AnalyzerOptions);
        var found = await analyzers.GetAnalyzerSemanticDiagnosticsAsync(model, filterSpan: null, cancellation).ConfigureAwait(false);
        return found.Where(finding => ids.Contains(finding.Id));
    }

    static async Task<Document> MarkAsync(Document document, IEnumerable<Diagnostic> findings, List<Mark> marked, CancellationToken cancellation)
    {
        var root = (await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false))!;
        var marks = new Dictionary<SyntaxNode, Mark>();
        foreach (var finding in findings.Where(finding => finding.Location.SourceTree == root.SyntaxTree).OrderBy(finding => finding.Location.SourceSpan.Start))
        {
            var leaf = Place.Marked(root, finding);
            if (!marks.ContainsKey(leaf)) marked.Add(marks[leaf] = new(document.Id, leaf.FirstAncestorOrSelf<MemberDeclarationSyntax>(), finding, new SyntaxAnnotation()));
        }
        return document.WithSyntaxRoot(root.ReplaceNodes(marks.Keys, (old, leaf) => leaf.WithAdditionalAnnotations(marks[old].Annotation)));
    }

    static async Task<Solution> MendFirstAsync(Solution solution, IEnumerable<Mark> member, ImmutableHashSet<string> flags, IRemedies remedies, string? key, CancellationToken cancellation)
    {
        foreach (var (document, _, finding, annotation) in member)
        {
            var facts = finding.Properties.SetItem(Facts.Flags, string.Join("|", FlagsOf(finding).Where(flags.Contains)));
            if (await Place.AtAsync(solution.GetDocument(document)!, root => root.GetAnnotatedNodes(annotation).FirstOrDefault(), facts, cancellation).ConfigureAwait(false) is not { } place) continue;
            foreach (var remedy in remedies.Remedies(place))
                if ((key is null or FirstRemedy || key == remedy.Key) && await remedy.ApplyAsync(place, cancellation).ConfigureAwait(false) is { } mended) return mended;
        }
        return solution;
    }

    static string[] FlagsOf(Diagnostic finding) => (finding.Properties.TryGetValue(Facts.Flags, out string? flags) ? flags ?? "" : "").Split('|');

    sealed record Mark(DocumentId Document, SyntaxNode? Member, Diagnostic Finding, SyntaxAnnotation Annotation);
}
