using Microsoft.CodeAnalysis;
using StaticBranch.Flags;

namespace StaticBranch.SpecialCases;

/// <summary>Puts a flag before the test, and what the test selects into a method of its own that is never inlined.</summary>
sealed class GuardColdArm(Remedy guard) : Remedy("Guard:cold", guard.Title + " and move the special case to a cold method")
{
    public override async Task<Solution?> ApplyAsync(Place place, CancellationToken cancellation)
    {
        var mark = new SyntaxAnnotation();
        SyntaxNode? Marked(SyntaxNode root) => root.GetAnnotatedNodes(mark).SingleOrDefault();

        var document = place.Document.WithSyntaxRoot(place.Root.ReplaceNode(place.Leaf, place.Leaf.WithAdditionalAnnotations(mark)));
        if (await Place.AtAsync(document, Marked, place.Facts, cancellation).ConfigureAwait(false) is not { } marked || ColdArm.MoveOut(marked, "Handle" + FlagName.For(marked)) is not { } edit) return null;
        if (await Trial.ApplyAsync(document, edit, cancellation).ConfigureAwait(false) is not { } moved) return null;
        var imported = await FlagReference.ImportAsync(moved, cancellation).ConfigureAwait(false);
        return await Place.AtAsync(imported, Marked, place.Facts, cancellation).ConfigureAwait(false) is { } left ? await guard.ApplyAsync(left, cancellation).ConfigureAwait(false) : null;
    }
}
