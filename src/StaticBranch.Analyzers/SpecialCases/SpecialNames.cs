using System.Collections.Immutable;

namespace StaticBranch.SpecialCases;

/// <summary>What names say of a condition. The lists are the words of the field and of .NET's own types, not of any repository.</summary>
static class SpecialNames
{
    static readonly ImmutableHashSet<string> Essential = ImmutableHashSet.Create(StringComparer.OrdinalIgnoreCase,
        "IsEmpty", "IsEmptyOrDefault", "IsDefault", "IsDefaultOrEmpty", "HasValue", "IsCompleted", "IsCompletedSuccessfully", "IsFull", "IsEntered", "IsHeld", "IsLocked", "IsHeldByCurrentThread",
        "IsSet", "IsSuccess", "IsValueCreated", "HasMore", "HasNext", "HasItems", "HasCapacity", "IsNullOrEmpty", "IsNullOrWhiteSpace", "MoveNext", "IsThreadPoolThread", "InEventLoop", "HasElements", "Any", "Contains", "ContainsKey", "Equals", "ReferenceEquals",
        "disposing", "lockTaken", "taken", "acquired", "success", "found", "result", "ok", "added", "removed", "created", "clear", "clearArray", "clearBuffer", "clearOnReturn");

    static readonly ImmutableArray<string> Predicates = ImmutableArray.Create("Is", "Has", "Can", "Should", "Uses", "Needs", "Supports", "Are", "Was", "Allow", "Allows", "Enable", "Requires", "Contains");

    static readonly ImmutableArray<string> OptionHolders = ImmutableArray.Create("Options", "Settings", "Config", "Configuration", "Policy", "Parameters");

    /// <summary>Whether the name is a question that may be asked without changing anything: IsPooled, HasOwner.</summary>
    public static bool IsPredicate(string name)
    {
        foreach (string word in Predicates)
            if (name.Length > word.Length && name.StartsWith(word, StringComparison.Ordinal) && !char.IsLower(name[word.Length])) return true;
        return false;
    }

    /// <summary>Whether each caller needs the answer: sizes, hits and misses, locks, completion.</summary>
    public static bool IsEssential(string name) => Essential.Contains(name.StartsWith("m_", StringComparison.Ordinal) ? name.Substring(2) : name.TrimStart('_'));

    /// <summary>Whether a type holds what somebody configured.</summary>
    public static bool HoldsOptions(string type)
    {
        foreach (string word in OptionHolders)
            if (type.EndsWith(word, StringComparison.Ordinal)) return true;
        return false;
    }
}
