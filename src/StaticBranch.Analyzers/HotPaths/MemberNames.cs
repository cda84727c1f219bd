namespace StaticBranch.HotPaths;

/// <summary>The field's words: what a member's, a counter's or a class's name promises.</summary>
static class MemberNames
{
    // Each list is ordered as its words were met in real code, the commonest first.
    static readonly string[] Release = ["Release", "Dispose", "DecRef", "Decrement", "Unpin", "Put", "Unref", "RemoveRef", "RemoveReference", "RemoveReferences", "DropRef", "SubRef", "Deref", "Close", "Dequeue", "Exit", "Free"];
    static readonly string[] Acquire = ["Acquire", "AddRef", "AddReference", "AddReferences", "IncRef", "Retain", "Get", "Increment", "Pin", "Ref", "TakeRef", "Enter", "Enqueue", "Open", "Duplicate", "Share"];
    static readonly string[] Rent = ["Rent", "Allocate", "Get", "Take", "Pop", "Borrow", "Lease", "Obtain", "Acquire", "New"];
    static readonly string[] Return = ["Return", "Free", "Recycle", "Release", "GiveBack", "Push"];
    static readonly string[] Stow = ["Push", "Put", "Add", "Store"];
    static readonly string[] GiveBack = ["Dispose", "DisposeCore", "Release", "Return", "Recycle", "GiveBack"];
    static readonly string[] Ends = ["Reset", "Clear", "Close"];
    static readonly string[] Limits = ["Max", "Maximum"];
    static readonly string[] Report = ["Report", "Touch"];
    static readonly string[] TakeBack = ["Return", "Recycle", "GiveBack"];
    static readonly string[] StepDown = ["Decrement", "DecRef", "Decrease"];
    static readonly string[] StepUp = ["Increment", "IncRef", "Increase"];
    static readonly string[] CounterWords = ["refcount", "refcounter", "refcnt", "referencecount", "references", "refs", "pincount", "pins", "leasecount", "leases", "ownercount", "owners", "usecount", "usagecount", "usages", "readers", "handles"];
    static readonly string[] TeardownVerbs = ["Free", "Dispose", "Release", "Return", "Destroy", "Deallocate", "Close", "Recycle", "Delete", "Clear", "Cleanup", "Finalize", "Remove", "Reset", "OnZero"];
    static readonly string[] SignalVerbs = ["Set", "TrySet", "Signal", "Complete", "TryComplete", "OnCompleted", "Pulse", "Post", "Schedule", "Start", "Run", "Drain", "Wait", "SpinUntil"];

    public static bool SaysRelease(string member) => StartsWithWord(member, Release);

    /// <summary>Whether the member only says that it counts down, and what: DecrementPending, but not DecrementReferenceCount.</summary>
    public static bool SaysCountdown(string member) => AfterWord(member, "Decrement") is { Length: > 0 } counted && !SaysReferenceCount(counted);

    public static bool SaysAcquire(string member) => StartsWithWord(WithoutTry(member), Acquire);

    public static bool SaysRent(string member) => StartsWithWord(WithoutTry(member), Rent);

    public static bool SaysReturn(string member) => StartsWithWord(WithoutTry(member), Return);

    /// <summary>Whether the name is one that anything may have, pool or not.</summary>
    public static bool SaysGet(string member) => AfterWord(WithoutTry(member), "Get") is not null;

    /// <summary>Whether the member puts something somewhere, which may be anywhere.</summary>
    public static bool SaysStow(string member) => StartsWithWord(WithoutTry(member), Stow);

    /// <summary>Whether the member makes what was not there: in an allocator that is its work, in a pool the way out of a miss.</summary>
    public static bool SaysNew(string member) => AfterWord(member, "New") is not null;

    /// <summary>Whether the member tells somebody what was just done, each time that it is done.</summary>
    public static bool SaysReport(string member) => StartsWithWord(member, Report);

    /// <summary>What a member takes back: "Block" for ReturnBlock, nothing for Return; null where it takes nothing back.</summary>
    public static string? AfterReturn(string member) => AfterWord(member, TakeBack);

    /// <summary>What a member hands out: "Block" for TryGetBlock.</summary>
    public static string? AfterRent(string member) => AfterWord(WithoutTry(member), Rent);

    // What a member may say, by its first letter.
    static readonly string[][] Initials = Enumerable.Range('A', 26)
        .Select(letter => new[] { Release, Acquire, Rent, Return, Stow, GiveBack, Ends, Report }.SelectMany(words => words).Where(word => word[0] == letter).Distinct().ToArray()).ToArray();

    /// <summary>Whether the name says anything of the life of an object. Asked of every member there is, it answers nearly all at one look.</summary>
    public static bool SaysAnything(string member)
    {
        member = WithoutTry(member);
        int start = StartOf(member);
        return start < member.Length && (member[start] & ~0x20) is >= 'A' and <= 'Z' and var letter && StartsWithWord(member, Initials[letter - 'A']);
    }

    // Reset alone ends a lease, ResetTrailingLevels sets something.
    public static bool SaysGiveBack(string member) => StartsWithWord(WithoutTry(member), GiveBack) || AfterWord(WithoutTry(member), Ends) is "" or "Async" or "Core" or "Internal";

    /// <summary>Whether the member says itself that few come by.</summary>
    public static bool SaysSlow(string member) => member.EndsWith("Slow", StringComparison.Ordinal) || member.EndsWith("SlowPath", StringComparison.Ordinal);

    /// <summary>Whether the member makes sure of what is so already, all but the first time.</summary>
    public static bool SaysEnsure(string member) => AfterWord(member, "Ensure") is not null;

    /// <summary>Whether a number is the most that there may be of something.</summary>
    public static bool SaysLimit(string member) => AfterWord(member.StartsWith("m_", StringComparison.Ordinal) ? member.Substring(2) : member, Limits) is not null || member.EndsWith("Limit", StringComparison.OrdinalIgnoreCase) || member.EndsWith("Capacity", StringComparison.OrdinalIgnoreCase);

    public static bool SaysTeardown(string member) => StartsWithWord(member, TeardownVerbs);

    public static bool SaysSignal(string member) => StartsWithWord(member, SignalVerbs);

    /// <summary>Whether a member of a counter steps it down, or up; null where it does neither.</summary>
    public static bool? SaysStep(string member) => StartsWithWord(member, StepDown) ? true : StartsWithWord(member, StepUp) ? false : null;

    public static bool SaysReferenceCount(string field)
    {
        string name = (field.StartsWith("m_", StringComparison.Ordinal) ? field.Substring(2) : field).Replace("_", "");
        if (SaysWaiting(name)) return false;
        foreach (string counter in CounterWords)
            if (name.EndsWith(counter, StringComparison.OrdinalIgnoreCase) && StartsWord(name, name.Length - counter.Length)) return true;
        return name.ToLowerInvariant() is "rc" or "ref";
    }

    /// <summary>Whether a type tests others, with helpers that are named as what they call.</summary>
    public static bool SaysTest(string type) => type.EndsWith("Test", StringComparison.Ordinal) || type.EndsWith("Tests", StringComparison.Ordinal);

    /// <summary>Whether a type is one that threads wait at: to release it wakes somebody, and frees nothing.</summary>
    public static bool SaysLock(string type) => type.IndexOf("Lock", StringComparison.Ordinal) >= 0 || type.IndexOf("Semaphore", StringComparison.Ordinal) >= 0 || type.IndexOf("Mutex", StringComparison.Ordinal) >= 0;

    // Who waits holds nothing yet.
    static bool SaysWaiting(string name) => name.IndexOf("wait", StringComparison.OrdinalIgnoreCase) >= 0 || name.IndexOf("pending", StringComparison.OrdinalIgnoreCase) >= 0;

    // ReuseCount counts no users, and pagerefcount has no humps to tell where its words begin.
    static bool StartsWord(string name, int at) => at == 0 || char.IsUpper(name[at]) || !name.Any(char.IsUpper);

    static string WithoutTry(string member) => member.StartsWith("Try", StringComparison.Ordinal) ? member.Substring(3) : member;

    static bool StartsWithWord(string name, string[] words) => AfterWord(name, words) is not null;

    static string? AfterWord(string name, string[] words)
    {
        int start = StartOf(name);
        foreach (string word in words)
            if (AfterWord(name, start, word) is { } rest) return rest;
        return null;
    }

    static string? AfterWord(string name, string word) => AfterWord(name, StartOf(name), word);

    // "Putter" is no "Put", and "Release2" is a "Release": a word ends where a lower-case letter does not follow.
    static string? AfterWord(string name, int start, string word)
    {
        int end = start + word.Length;
        return string.Compare(name, start, word, 0, word.Length, StringComparison.OrdinalIgnoreCase) == 0 && (end == name.Length || end < name.Length && !char.IsLower(name[end])) ? name.Substring(end) : null;
    }

    // An explicit implementation is named Namespace.IInterface.Member.
    static int StartOf(string name)
    {
        int start = name.LastIndexOf('.') + 1;
        while (start < name.Length && name[start] == '_') start++;
        return start;
    }
}
