using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;

namespace StaticBranch.HotPaths;

/// <summary>Looks for words in the text of a body, so that bodies without them need not be bound: nearly all.</summary>
sealed class BodyText
{
    // How helpers that step a count are named, in the kernel and outside.
    static readonly string[] StepWords = ["--", "++", "TestZero", "RefInc", "RefDec", "RefSub", "RefAdd", "IncRef", "DecRef", "AddRef", "SubRef", "PutPage", "GetPage"];
    static readonly string[] ReturnWords = [".Return", "ReturnTo", "Recycle", ".Free(", ".Push(", ".Release(", "GiveBack", "ToPool"];

    readonly ConcurrentDictionary<SyntaxTree, bool> atomicFiles = new();

    /// <summary>Whether the body may move a reference count: with an atomic operation anywhere, with a plain step or a helper where the name of the member says so.</summary>
    public bool MayStep(IMethodSymbol method, SyntaxNode body)
    {
        if (atomicFiles.GetOrAdd(body.SyntaxTree, static tree => tree.GetText().ToString().IndexOf("Interlocked.", StringComparison.Ordinal) >= 0) && Mentions(body, "Interlocked.")) return true;
        return MemberNames.SaysAnything(method.Name) && (MemberNames.SaysRelease(method.Name) || MemberNames.SaysAcquire(method.Name)) && MentionsAny(body, StepWords);
    }

    public bool MayReturn(SyntaxNode body) => MentionsAny(body, ReturnWords);

    static bool MentionsAny(SyntaxNode body, string[] words)
    {
        foreach (string word in words)
            if (Mentions(body, word)) return true;
        return false;
    }

    // The whole text is a string already; only its part is searched, and nothing is copied.
    static bool Mentions(SyntaxNode body, string word) => body.SyntaxTree.GetText().ToString().IndexOf(word, body.SpanStart, body.Span.Length, StringComparison.Ordinal) >= 0;
}
