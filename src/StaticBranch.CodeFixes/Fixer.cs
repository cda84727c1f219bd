using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace StaticBranch;

/// <summary>Offers the remedies of one rule. What is offered has been tried: it compiles.</summary>
abstract class Fixer<TRule> : CodeFixProvider, IRemedies where TRule : IRule, new()
{
    public sealed override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(new TRule().Descriptor.Id);

    public sealed override FixAllProvider GetFixAllProvider() => FixAll.Instance;

    /// <summary>The ways out of one finding, the best first.</summary>
    public abstract IEnumerable<Remedy> Remedies(Place place);

    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        foreach (var finding in context.Diagnostics)
        {
            if (await Place.AtAsync(context.Document, root => Place.Marked(root, finding), finding.Properties, context.CancellationToken).ConfigureAwait(false) is not { } place) continue;
            bool isFirst = true;
            foreach (var remedy in Remedies(place))
            {
                if (await remedy.ApplyAsync(place, context.CancellationToken).ConfigureAwait(false) is not { } mended) continue;
                context.RegisterCodeFix(CodeAction.Create(remedy.Title, cancellation => LineEnds.KeepAsync(mended, context.Document, cancellation), isFirst ? FixAll.FirstRemedy : remedy.Key), finding);
                isFirst = false;
            }
        }
    }
}
