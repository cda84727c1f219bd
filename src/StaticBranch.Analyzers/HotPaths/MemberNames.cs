namespace StaticBranch.HotPaths;

/// <summary>The field's words: what a member's, a counter's or a class's name promises.</summary>
static class MemberNames
{
    // Each list is ordered as its words were met in real code, the commonest first.
    static readonly WordList Release = new("Release", "Dispose", "DecRef", "Decrement", "Unpin", "Put", "Unref", "RemoveRef", "RemoveReference", "RemoveReferences", "DropRef", "SubRef", "Deref", "Close", "Dequeue", "Exit", "Free");
    static readonly WordList Acquire = new("Acquire", "AddRef", "AddReference", "AddReferences", "IncRef", "Retain", "Get", "Increment", "Pin", "Ref", "TakeRef", "Enter", "Enqueue", "Open", "Duplicate", "Share");
    static readonly WordList Rent = new("Rent", "Allocate", "Get", "Take", "Pop", "Borrow", "Lease", "Obtain", "Acquire", "New");
    static readonly WordList Provide = new("Create", "Ensure", "Grow", "Expand", "Resize", "Make");
    static readonly WordList Return = new("Return", "Free", "Recycle", "Release", "GiveBack", "Push");
    static readonly WordList Stow = new("Push", "Put", "Add", "Store");
    static readonly WordList GiveBack = new("Dispose", "DisposeCore", "Release", "Return", "Recycle", "GiveBack");
    static readonly WordList Givers = new("Releaser", "Returner", "Recycler", "Disposer");
    static readonly WordList Ends = new("Reset", "Clear", "Close");
    static readonly WordList Limits = new("Max", "Maximum");
    static readonly WordList Report = new("Report", "Touch");
    static readonly WordList TakeBack = new("Return", "Recycle", "GiveBack");
    static readonly WordList PutBack = new("Return", "Recycle", "GiveBack", "Release", "Free");
    static readonly WordList TakeOut = new("Pop", "Dequeue", "Take", "Remove");
    static readonly WordList PutIn = new("Push", "Enqueue", "Add", "Insert", "Offer", "Write");
    static readonly WordList Put = new("Release", "Free", "Put");
    static readonly WordList StepDown = new("Decrement", "DecRef", "Decrease");
    static readonly WordList StepUp = new("Increment", "IncRef", "Increase");
    static readonly WordList DropReference = new("DecRef", "SubRef", "DropRef", "ReleaseRef", "Unref");
    static readonly WordList TakeReference = new("IncRef", "AddRef", "TakeRef");
    static readonly string[] CounterWords = ["refcount", "refcounter", "refcnt", "referencecount", "references", "refs", "pincount", "pins", "leasecount", "leases", "ownercount", "owners", "usecount", "usagecount", "usages", "readers", "handles"];
    static readonly WordList TeardownVerbs = new("Free", "Dispose", "Release", "Return", "Destroy", "Deallocate", "Close", "Recycle", "Delete", "Clear", "Cleanup", "Finalize", "Remove", "Reset", "OnZero");
    static readonly WordList SignalVerbs = new("Set", "TrySet", "Signal", "Complete", "TryComplete", "OnCompleted", "Pulse", "Post", "Schedule", "Start", "Run", "Drain", "Wait", "SpinUntil");

    public static bool SaysRelease(string member) => Release.Begin(member);

    /// <summary>Whether the member only says that it counts down, and what: DecrementPending, but not DecrementReferenceCount.</summary>
    public static bool SaysCountdown(string member) => WordList.After("Decrement", member) is { Length: > 0 } counted && !SaysReferenceCount(counted);

    public static bool SaysAcquire(string member) => Acquire.Begin(WithoutTry(member));

    public static bool SaysRent(string member) => Rent.Begin(WithoutTry(member));

    /// <summary>Whether the member sees to it that there is what is asked for.</summary>
    public static bool SaysProvide(string member) => SaysRent(member) && !SaysNew(member) || Provide.Begin(WithoutTry(member));

    public static bool SaysReturn(string member) => Return.Begin(WithoutTry(member));

    /// <summary>Whether the name is one that anything may have, pool or not.</summary>
    public static bool SaysGet(string member) => WordList.After("Get", WithoutTry(member)) is not null;

    /// <summary>Whether the member puts something somewhere, which may be anywhere.</summary>
    public static bool SaysStow(string member) => Stow.Begin(WithoutTry(member));

    /// <summary>Whether the member makes what was not there: in an allocator that is its work, in a pool the way out of a miss.</summary>
    public static bool SaysNew(string member) => WordList.After("New", member) is not null;

    /// <summary>Whether the member tells somebody what was just done, each time that it is done.</summary>
    public static bool SaysReport(string member) => Report.Begin(member);

    /// <summary>What a member takes back: "Block" for ReturnBlock, nothing for Return; null where it takes nothing back.</summary>
    public static string? AfterReturn(string member) => TakeBack.After(member);

    /// <summary>The same in the words that may mean something else where nothing of the kind is handed out.</summary>
    public static string? AfterPut(string member) => Put.After(member);

    static readonly WordList AnyBack = WordList.Union(TakeBack, Put);

    /// <summary>Whether the member may take back what another of its type hands out.</summary>
    public static bool SaysTakeBack(string member) => AnyBack.Begin(member);

    /// <summary>Whether the member takes back what was handed out: more than to take in.</summary>
    public static bool SaysPutBack(string member) => PutBack.Begin(member);

    /// <summary>Whether a member of a collection yields what it removes.</summary>
    public static bool SaysTakeOut(string member) => TakeOut.Begin(WithoutTry(member));

    /// <summary>Whether a member of a collection adds something.</summary>
    public static bool SaysPutIn(string member) => PutIn.Begin(WithoutTry(member));

    /// <summary>What a member gives back, or puts an end to: "Client" for DisposeClient.</summary>
    public static string? AfterGiveBack(string member) => GiveBack.After(member);

    /// <summary>What a member hands out: "Block" for TryGetBlock.</summary>
    public static string? AfterRent(string member) => Rent.After(WithoutTry(member));

    static readonly WordList Anything = WordList.Union(Release, Acquire, Rent, Provide, Return, Stow, GiveBack, Ends, Report);

    /// <summary>Whether the name says anything of the life of an object.</summary>
    public static bool SaysAnything(string member) => Anything.Begin(WithoutTry(member));

    // Reset alone ends a lease, ResetTrailingLevels sets something.
    public static bool SaysGiveBack(string member) => GiveBack.Begin(WithoutTry(member)) || SaysEnd(member);

    /// <summary>Whether a delegate is named as one that gives back what it is handed.</summary>
    public static bool SaysGiver(string hook) => Givers.Begin(hook);

    /// <summary>Whether the member ends a lease, or something longer: it does not say which.</summary>
    public static bool SaysEnd(string member) => Ends.After(WithoutTry(member)) is "" or "Async" or "Core" or "Internal";

    /// <summary>Whether the member says itself that few come by.</summary>
    public static bool SaysSlow(string member) => member.EndsWith("Slow", StringComparison.Ordinal) || member.EndsWith("SlowPath", StringComparison.Ordinal);

    /// <summary>Whether the member makes sure of what is so already, all but the first time.</summary>
    public static bool SaysEnsure(string member) => WordList.After("Ensure", member) is not null;

    /// <summary>Whether a number is the most that there may be of something.</summary>
    public static bool SaysLimit(string member) => Limits.After(member.StartsWith("m_", StringComparison.Ordinal) ? member.Substring(2) : member) is not null || member.EndsWith("Limit", StringComparison.OrdinalIgnoreCase) || member.EndsWith("Capacity", StringComparison.OrdinalIgnoreCase);

    public static bool SaysTeardown(string member) => TeardownVerbs.Begin(member);

    public static bool SaysSignal(string member) => SignalVerbs.Begin(member);

    /// <summary>Whether a member of a counter steps it down, or up; null where it does neither.</summary>
    public static bool? SaysStep(string member) => StepDown.Begin(member) ? true : StepUp.Begin(member) ? false : null;

    /// <summary>Whether the member says beyond doubt that it drops a reference, or takes one; null where it may do something else.</summary>
    public static bool? SaysReferenceStep(string member) =>
        DropReference.Begin(member) || WordList.After("Decrement", member) is { } dropped && SaysReferenceCount(dropped) ? true
        : TakeReference.Begin(member) || WordList.After("Increment", member) is { } taken && SaysReferenceCount(taken) ? false : null;

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
}
