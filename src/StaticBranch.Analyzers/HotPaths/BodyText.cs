using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;

namespace StaticBranch.HotPaths;

/// <summary>Looks for words in the text of a body, so that bodies without them need not be bound: nearly all.</summary>
sealed class BodyText(FileTexts files)
{
    static readonly string[] ReturnWords = [".Return", "ReturnTo", "Recycle", ".Free(", ".Push(", ".Release", "GiveBack", "ToPool", "(this)"];

    readonly ConcurrentDictionary<SyntaxTree, bool> atomicFiles = new();
    readonly Func<SyntaxTree, bool> mentionsAtomics = tree => files.Mentions(tree, "Interlocked.");

    /// <summary>Whether the body may move a reference count: with an atomic operation anywhere, with a plain step or a helper where the name of the member says so.</summary>
    public bool MayStep(IMethodSymbol method, SyntaxNode body) => MentionsStep(method.Name, body) && StepSyntax.In(body, files.Of(body.SyntaxTree), method.Name);

    bool MentionsStep(string member, SyntaxNode body) =>
        (MemberNames.SaysRelease(member) || MemberNames.SaysAcquire(member)) && files.MentionsAny(body, StepSyntax.Words)
        || atomicFiles.GetOrAdd(body.SyntaxTree, mentionsAtomics) && files.Mentions(body, "Interlocked.");

    public bool MayReturn(SyntaxNode body) => files.MentionsAny(body, ReturnWords);
}
