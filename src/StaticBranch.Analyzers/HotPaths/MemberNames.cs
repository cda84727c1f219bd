
namespace StaticBranch.HotPaths;

/// <summary>The field's words: what a member's, a counter's or a class's name promises.</summary>
static class MemberNames
{
    // Each list is ordered as its words were met in real code, the commonest first.
    static readonly string[] Release = ["Release", "Dispose", "DecRef", "Decrement", "Unpin", "Put", "Unref", "RemoveRef", "DropRef", "SubRef", "Deref", "Close", "Dequeue", "Exit", "Free"];
    static readonly string[] Acquire = ["Acquire", "AddRef", "IncRef", "Retain", "Get", "Increment", "Pin", "Ref", "TakeRef", "Enter", "Enqueue", "Open", "Duplicate", "Share"];
    static readonly string[] Rent = ["Rent", "Allocate", "Get", "Take", "Pop", "Borrow", "Lease", "Obtain", "Buffer", "New", "Create"];
    static readonly string[] Return = ["Return", "Free", "Recycle", "GiveBack", "Push", "Restore", "Store", "Add"];
    static readonly string[] CounterWords = ["refcount", "refcnt", "referencecount", "references", "refs", "pincount", "pins", "leasecount", "leases", "ownercount", "owners", "usecount", "usagecount", "usages", "readers", "handles"];
    static readonly string[] TeardownVerbs = ["Free", "Dispose", "Release", "Return", "Destroy", "Deallocate", "Close", "Recycle", "Delete", "Clear", "Cleanup", "Finalize", "Remove", "Reset", "OnZero"];
    static readonly string[] SignalVerbs = ["Set", "TrySet", "Signal", "Complete", "TryComplete", "OnCompleted", "Pulse", "Post", "Schedule", "Start", "Run", "Drain"];

    public static bool SaysRelease(string member) => StartsWithWord(member, Release);

    public static bool SaysAcquire(string member) => StartsWithWord(WithoutTry(member), Acquire);

    public static bool SaysRent(string member) => StartsWithWord(WithoutTry(member), Rent);

    public static bool SaysReturn(string member) => StartsWithWord(WithoutTry(member), Return);

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

    // "Putter" and "Release2" differ: a word ends where a lower-case letter does not follow.
    static bool StartsWithWord(string name, string[] words)
    {
        name = name.TrimStart('_');
        // An explicit implementation is named Namespace.IInterface.Member.
        name = name.Substring(name.LastIndexOf('.') + 1);
        foreach (string word in words)
            if (name.StartsWith(word, StringComparison.OrdinalIgnoreCase) && (name.Length == word.Length || !char.IsLower(name[word.Length]))) return true;
        return false;
    }
}
