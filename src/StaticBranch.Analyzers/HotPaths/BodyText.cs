using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace StaticBranch.HotPaths;

/// <summary>Reads the clues in the name and the text of a body, so that bodies without any need not be bound: nearly all.</summary>
sealed class BodyText(FileTexts files)
{
    static readonly string[] ReturnWords = [".Return", "ReturnTo", "Recycle", ".Free(", ".Push(", ".Release", "GiveBack", "ToPool", "(this)"];

    static readonly string[] RentWords = [".Rent", ".TakeBuffer", ".Allocate", ".Acquire", ".Borrow", ".Obtain", ".Lease", "ool.Get", "ool.Take", "ager.Get", "ager.Take"];
    static readonly string[] NullTests = [" == null", " != null", " is null", " is not null"];
    static readonly string[] TakeOutWords = [".Pop(", ".Dequeue(", ".TryPop(", ".TryDequeue(", ".TryTake("];
    static readonly string[] PutInWords = [".Push(", ".Enqueue(", ".Add(", ".TryAdd(", ".TryWrite(", ".Insert(", ".Offer("];

    readonly ConcurrentDictionary<SyntaxTree, bool> atomicFiles = new();
    readonly Func<SyntaxTree, bool> mentionsAtomics = tree => files.Mentions(tree, "Interlocked.");

    /// <param name="isInPool">Whether the member's type is a pool, or a part of one.</param>
    public Clues Of(DeclaredBody body, bool isInPool)
    {
        var clues = MayStep(body) ? Clues.Steps : Clues.None;
        if (!body.IsMethod) return clues;
        if (isInPool) clues |= Clues.Helps;
        if (MemberNames.SaysAnything(body.Name))
        {
            if (MemberNames.SaysGiveBack(body.Name) && files.MentionsAny(body.Syntax, ReturnWords)) clues |= Clues.Pools | Clues.GivesBack;
            else if (isInPool || MemberNames.AfterReturn(body.Name) is { Length: > 0 }) clues |= Clues.Pools;
        }
        if (MayRent(body)) clues |= Clues.Rents;
        if (body is { Name: "Dispose", Syntax.Parent: StructDeclarationSyntax } && Branching.InSeveralPlaces(body.Syntax)) clues |= Clues.EndsScope;
        return clues;
    }

    // With an atomic operation anywhere, with a plain step or a helper where the name of the member says so.
    bool MayStep(DeclaredBody body) => MentionsStep(body) && StepSyntax.In(body.Syntax, files.Of(body.Syntax.SyntaxTree), body.Name);

    bool MentionsStep(DeclaredBody body) =>
        (MemberNames.SaysRelease(body.Name) || MemberNames.SaysAcquire(body.Name)) && files.MentionsAny(body.Syntax, StepSyntax.Words)
        || atomicFiles.GetOrAdd(body.Syntax.SyntaxTree, mentionsAtomics) && files.Mentions(body.Syntax, "Interlocked.");

    bool MayRent(DeclaredBody body) => MemberNames.SaysPutBack(body.Name) && files.MentionsAny(body.Syntax, PutInWords)
        || files.MentionsAny(body.Syntax, TakeOutWords) && files.Mentions(body.Syntax, "new")
        || (MemberNames.SaysProvide(body.Name) ? files.MentionsAny(body.Syntax, RentWords) : AsksForPool(body.Syntax));

    // "pool?.Rent", or "pool == null" before or after "pool.Rent".
    bool AsksForPool(SyntaxNode body)
    {
        string text = files.Of(body.SyntaxTree);
        foreach (string word in RentWords)
        {
            for (int at = text.IndexOf(word, body.SpanStart, body.Span.Length, StringComparison.Ordinal); at >= 0; at = text.IndexOf(word, at + 1, body.Span.End - at - 1, StringComparison.Ordinal))
            {
                int dot = text.IndexOf('.', at), start = dot;
                while (start > body.SpanStart && (char.IsLetterOrDigit(text[start - 1]) || text[start - 1] == '_')) start--;
                string pool = text.Substring(start, dot - start);
                if (pool.Length == 0 ? text[dot - 1] == '?' : Array.Exists(NullTests, test => files.Mentions(body, pool + test))) return true;
            }
        }
        return false;
    }
}
