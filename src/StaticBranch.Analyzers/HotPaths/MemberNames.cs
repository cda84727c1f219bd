
namespace StaticBranch.HotPaths;

/// <summary>The field's words: what a member's, a counter's or a class's name promises.</summary>
static class MemberNames
{
    // Each list is ordered as its words were met in real code, the commonest first.
    static readonly string[] Release = ["Release", "Dispose", "DecRef", "Decrement", "Unpin", "Put", "Unref", "RemoveRef", "DropRef", "SubRef", "Deref", "Close", "Dequeue", "Exit", "Free"];
    static readonly string[] Acquire = ["Acquire", "AddRef", "IncRef", "Retain", "Get", "Increment", "Pin", "Ref", "TakeRef", "Enter", "Enqueue", "Open", "Duplicate", "Share"];
    static readonly string[] Rent = ["Rent", "Allocate", "Get", "Take", "Pop", "Borrow", "Lease", "Obtain", "Acquire", "New"];
    static readonly string[] Return = ["Return", "Free", "Recycle", "Release", "GiveBack", "Push"];
    static readonly string[] GiveBack = ["Dispose", "DisposeCore", "Release", "Return", "Recycle", "Reset", "Clear", "Close", "GiveBack"];
    static readonly string[] Report = ["Report", "Touch"];
    static readonly string[] CounterWords = ["refcount", "refcnt", "referencecount", "references", "refs", "pincount", "pins", "leasecount", "leases", "ownercount", "owners", "usecount", "usagecount", "usages", "readers", "handles"];
    static readonly string[] TeardownVerbs = ["Free", "Dispose", "Release", "Return", "Destroy", "Deallocate", "Close", "Recycle", "Delete", "Clear", "Cleanup", "Finalize", "Remove", "Reset", "OnZero"];
    static readonly string[] SignalVerbs = ["Set", "TrySet", "Signal", "Complete", "TryComplete", "OnCompleted", "Pulse", "Post", "Schedule", "Start", "Run", "Drain"];

    public static bool SaysRelease(string member) => StartsWithWord(member, Release);

    public static bool SaysAcquire(string member) => StartsWithWord(WithoutTry(member), Acquire);

    public static bool SaysRent(string member) => StartsWithWord(WithoutTry(member), Rent);

    public static bool SaysReturn(string member) => StartsWithWord(WithoutTry(member), Return);

    /// <summary>Whether the name is one that anything may have, pool or not.</summary>
    public static bool SaysGet(string member) => AfterWord(WithoutTry(member), ["Get"]) is not null;

    /// <summary>Whether the member tells somebody what was just done, each time that it is done.</summary>
    public static bool SaysReport(string member) => StartsWithWord(member, Report);

    /// <summary>What a member takes back: "Block" for ReturnBlock, nothing for Return; null where it takes nothing back.</summary>
    public static string? AfterReturn(string member) => AfterWord(member, ["Return", "Recycle", "GiveBack"]);

    /// <summary>What a member hands out: "Block" for TryGetBlock.</summary>
    public static string? AfterRent(string member) => AfterWord(WithoutTry(member), Rent);

    /// <summary>Whether the name leaves it open that the member is part of a pool, or uses one.</summary>
    public static bool MaySayPool(string member) => SaysReturn(member) || SaysRent(member) || SaysGiveBack(member) || SaysReport(member);

    public static bool SaysGiveBack(string member) => StartsWithWord(WithoutTry(member), GiveBack);

    public static bool SaysTeardown(string member) => StartsWithWord(member, TeardownVerbs);

    public static bool SaysSignal(string member) => StartsWithWord(member, SignalVerbs);

    public static bool SaysReferenceCount(string field)
    {
        string word = field.TrimStart('_').Replace("_", "").ToLowerInvariant();
        if (word.StartsWith("m", StringComparison.Ordinal) && field.StartsWith("m_", StringComparison.Ordinal)) word = word.Substring(1);
        foreach (string counter in CounterWords)
            if (word.EndsWith(counter, StringComparison.Ordinal)) return true;
        return word is "rc" or "ref";
    }

    static string WithoutTry(string member) => member.StartsWith("Try", StringComparison.Ordinal) ? member.Substring(3) : member;

    static bool StartsWithWord(string name, string[] words) => AfterWord(name, words) is not null;

    // "Putter" is no "Put", and "Release2" is a "Release": a word ends where a lower-case letter does not follow.
    static string? AfterWord(string name, string[] words)
    {
        // An explicit implementation is named Namespace.IInterface.Member.
        int start = name.LastIndexOf('.') + 1;
        while (start < name.Length && name[start] == '_') start++;
        if (start == name.Length) return null;
        foreach (string word in words)
        {
            // Asked of every member there is, and nearly always answered by one letter.
            if (((name[start] ^ word[0]) & ~0x20) != 0) continue;
            int end = start + word.Length;
            if (string.Compare(name, start, word, 0, word.Length, StringComparison.OrdinalIgnoreCase) == 0 && (end == name.Length || end < name.Length && !char.IsLower(name[end]))) return name.Substring(end);
        }
        return null;
    }
}
