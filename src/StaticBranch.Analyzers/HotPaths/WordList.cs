namespace StaticBranch.HotPaths;

/// <summary>Words that names begin with, kept by their first letter: each member of a compilation is asked, and compared only with what it can begin with.</summary>
sealed class WordList
{
    readonly string[] words;
    readonly string[][] initials;

    public WordList(params string[] words)
    {
        this.words = words;
        initials = new string[26][];
        for (int letter = 0; letter < initials.Length; letter++) initials[letter] = Array.FindAll(words, word => word[0] == 'A' + letter);
    }

    public static WordList Union(params WordList[] lists) => new([.. lists.SelectMany(list => list.words).Distinct()]);

    /// <summary>What follows the word that the name begins with: "Block" in GetBlock, nothing in Get; null where it begins with none.</summary>
    public string? After(string name) => EndIn(name) is >= 0 and var end ? name.Substring(end) : null;

    /// <summary>The same for a single word.</summary>
    public static string? After(string word, string name) => StartOf(name) is var start && Begins(name, start, word) ? name.Substring(start + word.Length) : null;

    /// <summary>Whether the name begins with one of the words.</summary>
    public bool Begin(string name) => EndIn(name) >= 0;

    // Where the word ends that the name begins with; negative where it begins with none.
    int EndIn(string name)
    {
        int start = StartOf(name);
        if (start == name.Length || (name[start] & ~0x20) is not (>= 'A' and <= 'Z' and var letter)) return -1;
        foreach (string word in initials[letter - 'A'])
            if (Begins(name, start, word)) return start + word.Length;
        return -1;
    }

    // "Putter" is no "Put", and "Release2" is a "Release": a word ends where a lower-case letter does not follow.
    static bool Begins(string name, int start, string word)
    {
        int end = start + word.Length;
        return string.Compare(name, start, word, 0, word.Length, StringComparison.OrdinalIgnoreCase) == 0 && (end == name.Length || end < name.Length && !char.IsLower(name[end]));
    }

    // An explicit implementation is named Namespace.IInterface.Member.
    static int StartOf(string name)
    {
        int start = name.LastIndexOf('.') + 1;
        while (start < name.Length && name[start] == '_') start++;
        return start;
    }
}
