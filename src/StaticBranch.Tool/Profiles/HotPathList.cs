using System.Globalization;
using System.Text.RegularExpressions;

namespace StaticBranch.Tool.Profiles;

/// <summary>A list of hot members as the analyzers read it: <c>documentation-comment-id [; weight [; source]]</c> a line, <c>#</c> begins a comment.</summary>
static partial class HotPathList
{
    /// <summary>The list with new entries in it. What people wrote stays: order, comments, blank lines, line ends, and members that the profile does not know.</summary>
    public static string Merge(string existing, IEnumerable<(string Id, double Weight)> entries, string source)
    {
        Dictionary<string, double> weights = entries.ToDictionary(entry => entry.Id, entry => entry.Weight);
        string end = existing.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";
        string merged = Entry().Replace(existing, entry =>
            weights.Remove(entry.Groups["id"].Value, out double weight) ? Format(entry.Groups["id"].Value, weight, source) + entry.Groups["comment"].Value : entry.Value);
        if (merged is not ("" or [.., '\n'])) merged += end;
        return merged + string.Concat(weights.OrderByDescending(entry => entry.Value).ThenBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => Format(entry.Key, entry.Value, source) + end));
    }

    /// <summary>The entries that have a weight.</summary>
    public static IEnumerable<(string Id, double Weight)> Weights(string list)
    {
        foreach (Match entry in Entry().Matches(list))
            if (double.TryParse(entry.Groups["weight"].ValueSpan, CultureInfo.InvariantCulture, out double weight))
                yield return (entry.Groups["id"].Value, weight);
    }

    static string Format(string id, double weight, string source) => string.Create(CultureInfo.InvariantCulture, $"{id}; {weight:0.0000}; {source}");

    // Neither blanks nor a line reach into the line end, which stays as it is.
    [GeneratedRegex(@"^[^\S\r\n]*(?<id>[A-Z]:[^;\s]+?)[^\S\r\n]*(?:;[^\S\r\n]*(?<weight>[^;\s]*).*?)?(?<comment>[^\S\r\n]+#.*?)?(?=\r?$)", RegexOptions.Multiline)]
    private static partial Regex Entry();
}
