using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace StaticBranch.HotPaths;

/// <summary>Reads the clues in the name and the text of a body, so that bodies without any need not be bound: nearly all.</summary>
static class BodyText
{
    static readonly string[] ReturnWords = [".Return", "ReturnTo", "Recycle", ".Free(", ".Push(", ".Release", "GiveBack", "ToPool", "(this)"];

    static readonly string[] RentWords = [".Rent", ".TakeBuffer", ".Allocate", ".Acquire", ".Borrow", ".Obtain", ".Lease", "ool.Get", "ool.Take", "ager.Get", "ager.Take"];
    static readonly string[] Askings = ["?.", " null"], NullTests = [" == null", " != null", " is null", " is not null"];
    static readonly string[] TakeOutWords = ["Pop(", "Dequeue(", ".TryTake("];
    static readonly string[] PutInWords = [".Push(", ".Enqueue(", ".Add(", ".TryAdd(", ".TryWrite(", ".Insert(", ".Offer("];

    /// <param name="isInPool">Whether the member's type is a pool, or a part of one.</param>
    public static Clues Of(DeclaredBody body, FileText file, bool isInPool)
    {
        var span = body.Syntax.Span;
        // Most names say nothing, which one look settles.
        string says = MemberNames.SaysAnything(body.Name) ? body.Name : "";
        var clues = isInPool && body.IsMethod ? Clues.Helps : Clues.None;
        if (StepSyntax.MayStep(body.Syntax, says, file)) clues |= Clues.Steps;
        if (!body.IsMethod) return clues;
        if (MemberNames.SaysGiveBack(says) && file.MentionsAny(ReturnWords, span)) clues |= Clues.Pools | Clues.GivesBack;
        else if (isInPool && says.Length > 0 || MemberNames.AfterReturn(says) is { Length: > 0 }) clues |= Clues.Pools;
        if (MayRent(says, file, span)) clues |= Clues.Rents;
        if (body is { Name: "Dispose", Syntax.Parent: StructDeclarationSyntax } && Branching.InSeveralPlaces(body.Syntax)) clues |= Clues.EndsScope;
        return clues;
    }

    static bool MayRent(string member, FileText file, TextSpan body) =>
        MemberNames.SaysPutBack(member) && file.MentionsAny(PutInWords, body)
        || file.MentionsAny(TakeOutWords, body) && file.Mentions("new", body)
        || (MemberNames.SaysProvide(member) ? file.MentionsAny(RentWords, body) : file.MentionsAny(Askings, body) && AsksForPool(file, body));

    // "pool?.Rent", or "pool == null" before or after "pool.Rent".
    static bool AsksForPool(FileText file, TextSpan body)
    {
        foreach (string word in RentWords)
        {
            foreach (int at in file.PlacesOf(word, body))
            {
                int dot = at + word.IndexOf('.');
                string pool = file.NameBefore(dot);
                if (pool.Length == 0 ? file[dot - 1] == '?' : Array.Exists(NullTests, test => file.Mentions(pool + test, body))) return true;
            }
        }
        return false;
    }
}
