using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace StaticBranch.HotPaths;

/// <summary>Reads <c>HotPaths.txt</c>: one <c>doc-comment-id [; weight [; source]]</c> a line, comments after <c>#</c>.</summary>
static class HotPathFile
{
    public static bool IsOne(AdditionalText file) => Path.GetFileName(file.Path).Equals("HotPaths.txt", StringComparison.OrdinalIgnoreCase);

    /// <summary>The members that the files list; what does not parse is left to SB4002.</summary>
    public static MemberList Members(ImmutableArray<AdditionalText> files, CancellationToken cancellation) =>
        new(files.Where(IsOne).SelectMany(file => Entries(file, cancellation)).Select(entry => entry.Id));

    public static IEnumerable<HotPathEntry> Entries(AdditionalText file, CancellationToken cancellation)
    {
        foreach (var line in file.GetText(cancellation)?.Lines ?? Enumerable.Empty<TextLine>())
        {
            string text = line.ToString();
            string entry = text.Substring(0, StartOfComment(text)).TrimEnd();
            string trimmed = entry.TrimStart();
            if (trimmed.Length == 0) continue;
            string[] parts = trimmed.Split(';');
            yield return new(parts[0].Trim(), parts.Length > 1 ? parts[1].Trim() : "", TextSpan.FromBounds(line.Start + entry.Length - trimmed.Length, line.Start + entry.Length));
        }
    }

    // An id may hold a # of its own: M:Type.#ctor, M:Type.IInterface#Member.
    static int StartOfComment(string line)
    {
        int at = line.IndexOf('#');
        while (at > 0 && !char.IsWhiteSpace(line[at - 1])) at = line.IndexOf('#', at + 1);
        return at < 0 ? line.Length : at;
    }
}
