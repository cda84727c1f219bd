using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace StaticBranch.HotPaths;

/// <summary>A set of symbols, each named by its documentation comment id; a trailing <c>*</c> stands for any rest.</summary>
sealed class MemberList
{
    public static readonly MemberList Empty = new([]);

    readonly HashSet<string> ids = new(StringComparer.Ordinal);
    readonly List<string> prefixes = [];
    readonly NamesOfBodies names = new();

    public MemberList(IEnumerable<string> entries)
    {
        foreach (string entry in entries)
        {
            if (!IsWellFormed(entry)) continue;
            if (entry.EndsWith("*", StringComparison.Ordinal)) prefixes.Add(entry.Substring(0, entry.Length - 1));
            else ids.Add(entry);
            AddNameOf(entry);
        }
    }

    public bool IsEmpty => ids.Count == 0 && prefixes.Count == 0;

    /// <summary>The entries of one option value, which <c>|</c> separates.</summary>
    public static IEnumerable<string> Entries(string option) => option.Split('|').Select(entry => entry.Trim()).Where(entry => entry.Length > 0);

    public static bool IsWellFormed(string entry) => entry.Length > 2 && entry[1] == ':' && "MPTN".IndexOf(entry[0]) >= 0 && entry.IndexOf('*') is var star && (star < 0 || star == entry.Length - 1)
        && !entry.Any(char.IsWhiteSpace);

    /// <summary>Whether the list may name the member that the body is of.</summary>
    public bool MayContain(DeclaredBody body) => names.MayHold(body);

    /// <summary>Whether the list names the member, its property, one of its types or one of its namespaces.</summary>
    public bool Contains(ISymbol member)
    {
        if (IsEmpty) return false;
        for (var symbol = member; symbol is not null and not INamespaceSymbol { IsGlobalNamespace: true }; symbol = (symbol as IMethodSymbol)?.AssociatedSymbol ?? symbol.ContainingSymbol)
        {
            if (symbol.OriginalDefinition.GetDocumentationCommentId() is not { } id) continue;
            if (ids.Contains(id)) return true;
            foreach (string prefix in prefixes)
                if (id.StartsWith(prefix, StringComparison.Ordinal)) return true;
        }
        return false;
    }

    void AddNameOf(string entry)
    {
        string name = NameIn(entry);
        if (entry[0] is 'T' or 'N' || entry.EndsWith("*", StringComparison.Ordinal)) names.AddAll();
        else if (entry[0] == 'M') names.AddMethod(name);
        // Of accessors and operators the name has an underscore, and so have some methods.
        if (entry[0] == 'P' || name is "ctor" or "cctor" or "Finalize" || name.IndexOf('_') > 0) names.AddOther();
    }

    // "Go" of M:Type.Go``1(System.Int32), of M:Type.Namespace#Interface#Go and, for constructors, "ctor" of M:Type.#ctor.
    static string NameIn(string entry)
    {
        string path = entry.Split('(', '~')[0];
        return path.Substring(path.LastIndexOfAny(['.', '#', ':']) + 1).Split('`')[0];
    }
}
