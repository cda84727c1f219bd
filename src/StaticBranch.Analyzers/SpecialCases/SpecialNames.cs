using System.Collections.Immutable;
using StaticBranch.HotPaths;

namespace StaticBranch.SpecialCases;

/// <summary>What names say of a condition. The lists are the words of the field and of .NET's own types, not of any repository.</summary>
static class SpecialNames
{
    static readonly ImmutableHashSet<string> Essential = ImmutableHashSet.Create(StringComparer.OrdinalIgnoreCase,
        "IsEmpty", "IsEmptyOrDefault", "IsDefault", "IsDefaultOrEmpty", "HasValue", "IsCompleted", "IsCompletedSuccessfully", "IsFull", "IsEntered", "IsHeld", "IsLocked", "IsHeldByCurrentThread",
        "IsSet", "IsSuccess", "IsValueCreated", "HasMore", "More", "HasNext", "HasItems", "HasCapacity", "IsNullOrEmpty", "IsNullOrWhiteSpace", "MoveNext", "IsThreadPoolThread", "IsMainThread", "InEventLoop", "IsCancellationRequested", "CanBeCanceled", "HasElements", "Any", "Contains", "ContainsKey", "Equals", "ReferenceEquals",
        "IsSingleSegment", "IsContiguous", "IsCompact", "Length", "Count", "IsNil", "IsNull", "IsDirty", "IsNullRef", "lockTaken", "taken", "acquired", "success", "found", "result", "ok", "added", "removed", "created");

    static readonly ImmutableHashSet<string> Wishes = ImmutableHashSet.Create(StringComparer.OrdinalIgnoreCase, "disposing", "clear", "clearArray", "clearBuffer", "clearOnReturn");

    static readonly ImmutableHashSet<string> Links = ImmutableHashSet.Create(StringComparer.OrdinalIgnoreCase,
        "head", "tail", "first", "last", "current", "top", "bottom", "root", "left", "right", "free", "freeList", "value", "item", "buffer", "array", "memory", "data", "payload", "segment", "block");

    static readonly WordList Neighbours = new("Next", "Prev", "Previous");

    static readonly ImmutableHashSet<string> NormalStates = ImmutableHashSet.Create(StringComparer.OrdinalIgnoreCase,
        "IsConnected", "Connected", "IsOpen", "IsOpened", "IsAlive", "IsValid", "IsReady", "IsActive", "IsRunning", "IsInitialized", "IsAuthenticated", "Added", "IsAdded", "IsRegistered", "IsPooled", "Pooling", "Cacheable", "IsCacheable", "Poolable", "IsPoolable", "CanBePooled", "Reusable", "IsReusable", "CanBeReused", "CanBeReturned");

    static readonly ImmutableHashSet<string> EndStates = ImmutableHashSet.Create(StringComparer.OrdinalIgnoreCase, "Disposed", "IsDisposed", "Closed", "IsClosed", "Finalized", "IsFinalized", "Stopped", "IsStopped");

    static readonly ImmutableArray<string> Predicates = ImmutableArray.Create("Is", "Has", "Can", "Should", "Uses", "Needs", "Supports", "Are", "Was", "Allow", "Allows", "Enable", "Requires", "Contains");

    static readonly ImmutableArray<string> OptionHolders = ImmutableArray.Create("Options", "Settings", "Config", "Configuration", "Policy", "Parameters");

    /// <summary>Whether the name is that of the state in which an object ends, once.</summary>
    public static bool IsEndState(string name) => EndStates.Contains(Bare(name));

    /// <summary>Whether the name is that of the state in which nearly all objects are.</summary>
    public static bool IsNormalState(string name) => NormalStates.Contains(Bare(name));

    /// <summary>Whether the name is a question that may be asked without changing anything: IsPooled, HasOwner.</summary>
    public static bool IsPredicate(string name)
    {
        foreach (string word in Predicates)
            if (name.Length > word.Length && name.StartsWith(word, StringComparison.Ordinal) && !char.IsLower(name[word.Length])) return true;
        return false;
    }

    /// <summary>Whether the name asks what something is or has, and not what is to be done.</summary>
    public static bool IsKindPredicate(string name) => name.Length > 3 && (name.StartsWith("Is", StringComparison.Ordinal) && char.IsUpper(name[2]) || name.StartsWith("Has", StringComparison.Ordinal) && char.IsUpper(name[3]));

    /// <summary>Whether the name is that of a place in a list or queue, or of what it holds, which may be missing.</summary>
    public static bool IsLink(string name) => Links.Contains(Bare(name)) || Neighbours.Begin(Bare(name)) || name.EndsWith("Entry", StringComparison.Ordinal) || name.EndsWith("Node", StringComparison.Ordinal) || name.EndsWith("Slot", StringComparison.Ordinal);

    /// <summary>Whether each caller needs the answer: sizes, hits and misses, locks, completion.</summary>
    public static bool IsEssential(string name) => Essential.Contains(Bare(name)) || name.StartsWith("Needs", StringComparison.Ordinal) || name.EndsWith("Reached", StringComparison.Ordinal) || name.EndsWith("Exceeded", StringComparison.Ordinal)
        || name.EndsWith("Available", StringComparison.Ordinal) || name.EndsWith("Free", StringComparison.Ordinal) || name.EndsWith("Empty", StringComparison.Ordinal) || name.EndsWith("Waiter", StringComparison.Ordinal)
        || name.StartsWith("Has", StringComparison.Ordinal) && name.EndsWith("s", StringComparison.Ordinal);

    /// <summary>Whether the name is that of the room that there is: who has none makes some.</summary>
    public static bool IsRoom(string name) => Bare(name).Equals("capacity", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the name of a parameter is that of a wish that each caller has for himself.</summary>
    public static bool IsWish(string name) => IsEssential(name) || Wishes.Contains(name);

    /// <summary>Whether a type measures how long somebody still waits.</summary>
    public static bool IsTimeout(string type) => type.StartsWith("Timeout", StringComparison.Ordinal) || type.StartsWith("Deadline", StringComparison.Ordinal);

    /// <summary>Whether a type holds what somebody configured.</summary>
    public static bool HoldsOptions(string type)
    {
        foreach (string word in OptionHolders)
            if (type.EndsWith(word, StringComparison.Ordinal)) return true;
        return false;
    }

    static string Bare(string name) => name.StartsWith("m_", StringComparison.Ordinal) ? name.Substring(2) : name.TrimStart('_');
}
