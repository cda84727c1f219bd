using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;

namespace StaticBranch.HotPaths;

/// <summary>Keeps bodies without any counter from being bound: most files and, in the others, most bodies.</summary>
sealed class CounterFiles
{
    readonly ConcurrentDictionary<SyntaxTree, bool> files = new();

    public bool MayStep(SyntaxNode declaration) =>
        files.GetOrAdd(declaration.SyntaxTree, static tree => Mentions(tree.GetText().ToString())) && Mentions(declaration.ToString());

    // A step is one of Interlocked's, a plain one, or a helper's that is named after it.
    static bool Mentions(string text) => Has(text, "Interlocked.") || Has(text, "++") || Has(text, "--") || Has(text, "Ref") || Has(text, "TestZero");

    static bool Has(string text, string word) => text.IndexOf(word, StringComparison.Ordinal) >= 0;
}
