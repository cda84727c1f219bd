using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace StaticBranch;

/// <summary>The text of a file as one string: the compiler holds a long one in pieces, and would join them anew for each question.</summary>
readonly struct FileText(string text)
{
    public static FileText Of(SyntaxTree tree) => new(tree.GetText().ToString());

    public char this[int at] => text[at];

    public bool Mentions(string word) => Next(word, 0, text.Length) >= 0;

    public bool Mentions(string word, TextSpan span) => Next(word, span.Start, span.End) >= 0;

    public bool MentionsAny(string[] words, TextSpan span)
    {
        foreach (string word in words)
            if (Mentions(word, span)) return true;
        return false;
    }

    /// <summary>Where a word stands in a part of the file.</summary>
    public IEnumerable<int> PlacesOf(string word, TextSpan span)
    {
        for (int at = Next(word, span.Start, span.End); at >= 0; at = Next(word, at + word.Length, span.End)) yield return at;
    }

    /// <summary>Where a word stands in the file.</summary>
    public IEnumerable<int> PlacesOf(string word) => PlacesOf(word, new(0, text.Length));

    /// <summary>The name that ends where another character begins: "pool" before the dot of "pool.Rent"; empty where there is none.</summary>
    public string NameBefore(int end)
    {
        int start = end;
        while (start > 0 && (char.IsLetterOrDigit(text[start - 1]) || text[start - 1] == '_')) start--;
        return text.Substring(start, end - start);
    }

    int Next(string word, int start, int end) => text.IndexOf(word, start, end - start, StringComparison.Ordinal);
}
