using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;

namespace StaticBranch;

/// <summary>The text of each file as one string, kept for one compilation: the compiler holds a long file in pieces, and would join them anew for each question. Thread-safe.</summary>
sealed class FileTexts
{
    readonly ConcurrentDictionary<SyntaxTree, string> known = new();

    public string Of(SyntaxTree tree) => known.GetOrAdd(tree, static tree => tree.GetText().ToString());

    public bool Mentions(SyntaxTree tree, string word) => Of(tree).IndexOf(word, StringComparison.Ordinal) >= 0;

    public bool Mentions(SyntaxNode node, string word) => Of(node.SyntaxTree).IndexOf(word, node.SpanStart, node.Span.Length, StringComparison.Ordinal) >= 0;

    public bool MentionsAny(SyntaxNode node, string[] words)
    {
        string text = Of(node.SyntaxTree);
        foreach (string word in words)
            if (text.IndexOf(word, node.SpanStart, node.Span.Length, StringComparison.Ordinal) >= 0) return true;
        return false;
    }
}
