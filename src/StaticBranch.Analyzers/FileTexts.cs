using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;

namespace StaticBranch;

/// <summary>The texts of a compilation's files, each made once. Thread-safe.</summary>
sealed class FileTexts
{
    readonly ConcurrentDictionary<SyntaxTree, FileText> known = new();

    public FileText Of(SyntaxTree tree) => known.GetOrAdd(tree, FileText.Of);
}
