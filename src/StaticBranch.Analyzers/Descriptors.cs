using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace StaticBranch;

/// <summary>Makes descriptors from the facts in which rules differ.</summary>
static class Descriptors
{
    public static DiagnosticDescriptor Create(string id, DiagnosticSeverity severity, string title, string message, string description, [CallerFilePath] string file = "") =>
        new(id, title, message, Category(id), severity, isEnabledByDefault: true, description, HelpLink(id, file));

    static string Category(string id) => id[2] switch
    {
        '1' => "SpecialCases",
        '2' => "Flags",
        '3' => "Transitions",
        _ => "HotPaths",
    };

    // A rule's page lies beside its source.
    static string HelpLink(string id, string file)
    {
        string[] parts = file.Split('/', '\\');
        return $"https://github.com/staticbranch/staticbranch/blob/main/src/StaticBranch.Analyzers/{parts[parts.Length - 2]}/{id}.md";
    }
}
