using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using StaticBranch.HotPaths;

namespace StaticBranch.Flags;

/// <summary>The flags that the compilation declares, found when the first finding asks for them.</summary>
sealed class FlagCatalog(Compilation compilation, FlagFolding folding, AnalyzerConfigOptionsProvider options)
{
    readonly Lazy<ImmutableArray<ISymbol>> flags = new(() => Find(compilation).ToImmutableArray());

    /// <summary>The flags that fold and whose name shares a word with the subject's, the nearest first.</summary>
    public IEnumerable<ISymbol> Near(string subject, CompileModes target)
    {
        var words = Words(subject);
        return flags.Value.Where(flag => Shared(flag) > 0 && folding.Of(flag).FoldsUnder(target)).OrderByDescending(Shared).ThenBy(flag => flag.Name, StringComparer.Ordinal);

        int Shared(ISymbol flag) => Words(flag.Name).Count(words.Contains);
    }

    /// <summary>The full name of the type that a new flag goes to: the option's, or FeatureFlags in the root namespace.</summary>
    public string NewFlagsType(SyntaxTree tree) => NewFlagsType(options, tree);

    public static string NewFlagsType(AnalyzerConfigOptionsProvider options, SyntaxTree tree)
    {
        if (options.GetOptions(tree).TryGetValue("static_branch.flags_type", out string? type) && HotPathOptions.IsFullName(type)) return type;
        return options.GlobalOptions.TryGetValue("build_property.RootNamespace", out string? root) && Namespace(root) is { Length: > 0 } space ? space + ".FeatureFlags" : "FeatureFlags";
    }

    // The SDK replaces nothing but spaces in a project's name. What dotnet new would write is written here, but for keywords, which it leaves as they are.
    static string Namespace(string root) => HotPathOptions.IsFullName(root) ? root : string.Join(".", root.Split('.').Where(part => part.Length > 0).Select(Identifier));

    static string Identifier(string part)
    {
        string name = new([.. part.Select(character => SyntaxFacts.IsIdentifierPartCharacter(character) ? character : '_')]);
        if (!SyntaxFacts.IsIdentifierStartCharacter(name[0])) return "_" + name;
        return SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None ? name : "@" + name;
    }

    // By name first: to walk all types of a compilation would cost more than all the findings that ask.
    static IEnumerable<ISymbol> Find(Compilation compilation)
    {
        var types = compilation.GetSymbolsWithName(HoldsFlags, SymbolFilter.Type).OfType<INamedTypeSymbol>();
        return types.SelectMany(type => type.GetMembers()).Where(IsBooleanState);
    }

    static bool IsBooleanState(ISymbol member) => member is
        IFieldSymbol { IsStatic: true, IsImplicitlyDeclared: false, Type.SpecialType: SpecialType.System_Boolean, DeclaredAccessibility: not Accessibility.Private } or
        IPropertySymbol { IsStatic: true, Type.SpecialType: SpecialType.System_Boolean, DeclaredAccessibility: not Accessibility.Private };

    /// <summary>Whether the type of a member is one that options have.</summary>
    public static bool IsOption(ISymbol member) => (member as IFieldSymbol)?.Type is { } type ? IsOption(type) : member is IPropertySymbol property && IsOption(property.Type);

    static bool IsOption(ITypeSymbol type) => type.SpecialType == SpecialType.System_Boolean || type.TypeKind == TypeKind.Enum
        || (type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T, TypeArguments: [var value] } && IsOption(value));

    static bool HoldsFlags(string type) => type.EndsWith("Flags", StringComparison.Ordinal) || type.EndsWith("Features", StringComparison.Ordinal) || type.EndsWith("Switches", StringComparison.Ordinal);

    // "IsZoneDevice" and "DevicePages" share a word, and every predicate would share "Is".
    static HashSet<string> Words(string name) =>
        [.. Humps(name).Select(word => word.ToLowerInvariant().TrimEnd('s')).Where(word => word is not ("i" or "ha" or "can" or "enable" or "enabled" or "use"))];

    // "HTTPServer2" is HTTP and Server2.
    static IEnumerable<string> Humps(string name)
    {
        for (int start = 0, end; start < name.Length; start = end)
        {
            end = start;
            while (end < name.Length && name[end] is >= 'A' and <= 'Z') end++;
            bool isFollowed = end < name.Length && name[end] is >= 'a' and <= 'z';
            if (end - start > 1 && isFollowed) end--;
            else if (end == start || isFollowed)
                while (end < name.Length && name[end] is >= 'a' and <= 'z' or >= '0' and <= '9') end++;
            if (end > start) yield return name.Substring(start, end - start);
            else end++;
        }
    }
}
