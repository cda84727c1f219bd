using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;

namespace StaticBranch.HotPaths;

/// <summary>Looks for words in the text of a body, so that bodies without them need not be bound: nearly all.</summary>
sealed class BodyText(FileTexts files)
{
    static readonly string[] ReturnWords = [".Return", "ReturnTo", "Recycle", ".Free(", ".Push(", ".Release", "GiveBack", "ToPool", "(this)"];

    static readonly string[] RentWords = [".Rent", ".TakeBuffer", ".Allocate", ".Acquire", ".Borrow", ".Obtain", ".Lease", "ool.Get", "ool.Take", "ager.Get", "ager.Take"];
    static readonly string[] NullTests = [" == null", " != null", " is null", " is not null"];
    static readonly string[] TakeOutWords = [".Pop(", ".Dequeue(", ".TryPop(", ".TryDequeue(", ".TryTake("];
    static readonly string[] PutInWords = [".Push(", ".Enqueue(", ".Add(", ".TryAdd(", ".TryWrite(", ".Insert(", ".Offer("];

    readonly ConcurrentDictionary<SyntaxTree, bool> atomicFiles = new();
    readonly Func<SyntaxTree, bool> mentionsAtomics = tree => files.Mentions(tree, "Interlocked.");

    /// <summary>Whether the body may move a reference count: with an atomic operation anywhere, with a plain step or a helper where the name of the member says so.</summary>
    public bool MayStep(IMethodSymbol method, SyntaxNode body) => MentionsStep(method.Name, body) && StepSyntax.In(body, files.Of(body.SyntaxTree), method.Name);

    bool MentionsStep(string member, SyntaxNode body) =>
        (MemberNames.SaysRelease(member) || MemberNames.SaysAcquire(member)) && files.MentionsAny(body, StepSyntax.Words)
        || atomicFiles.GetOrAdd(body.SyntaxTree, mentionsAtomics) && files.Mentions(body, "Interlocked.");

    /// <summary>Whether the body may empty or fill a stock, or rent for others.</summary>
    public bool MayRent(string member, SyntaxNode body) => MemberNames.SaysPutBack(member) && files.MentionsAny(body, PutInWords)
        || files.MentionsAny(body, TakeOutWords) && files.Mentions(body, "new")
        || (MemberNames.SaysProvide(member) ? files.MentionsAny(body, RentWords) : AsksForPool(body));

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

    public bool MayReturn(SyntaxNode body) => files.MentionsAny(body, ReturnWords);
}
