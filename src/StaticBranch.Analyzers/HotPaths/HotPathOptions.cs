using System.Collections.Immutable;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace StaticBranch.HotPaths;

/// <summary>What one file's <c>.editorconfig</c> says of hot paths. A value that does not parse counts as absent and is kept for SB4002.</summary>
sealed class HotPathOptions
{
    public HotPathOptions(AnalyzerConfigOptions options)
    {
        var problems = ImmutableArray.CreateBuilder<string>();
        Infers = Read("hot_paths") is not { } mode || mode is "inferred" || (mode is not "declared" && Problem("hot_paths", mode, "'declared' or 'inferred'"));
        Hot = List("hot_members");
        Cold = List("cold_members");
        if (Read("target") is { } target and not ("jit" or "aot" or "both")) Problem("target", target, "'jit', 'aot' or 'both'");
        if (Read("flags_type") is { } type && !IsFullName(type)) Problem("flags_type", type, "the full name of a type, such as 'Namespace.FeatureFlags'");
        Problems = problems.ToImmutable();

        string? Read(string name) => options.TryGetValue("static_branch." + name, out string? value) && value.Length > 0 ? value : null;

        MemberList List(string name)
        {
            if (Read(name) is not { } value) return MemberList.Empty;
            var entries = MemberList.Entries(value).ToArray();
            foreach (string entry in entries)
                if (!MemberList.IsWellFormed(entry)) Problem(name, entry, "documentation comment ids such as 'M:Namespace.Type.Method(System.Int32)', separated by '|'");
            return new MemberList(entries);
        }

        bool Problem(string name, string value, string expected)
        {
            problems.Add($"static_branch.{name} is '{value}', but takes {expected}");
            return true;
        }
    }

    /// <summary>Whether code can name a type or a namespace so.</summary>
    public static bool IsFullName(string name) => name.Split('.').All(part => SyntaxFacts.IsValidIdentifier(part) && SyntaxFacts.GetKeywordKind(part) == SyntaxKind.None);

    /// <summary>Whether members are hot by their shape too, and not only where somebody says so.</summary>
    public bool Infers { get; }
    public MemberList Hot { get; }
    public MemberList Cold { get; }
    public ImmutableArray<string> Problems { get; }
}
