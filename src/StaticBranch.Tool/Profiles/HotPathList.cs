using System.Globalization;
using System.Text.RegularExpressions;

namespace StaticBranch.Tool.Profiles;

/// <summary>A list of hot members as the analyzers read it: <c>documentation-comment-id [; weight [; source]]</c> a line, <c>#</c> begins a comment.</summary>
static partial class HotPathList
{
    /// <summary>The list with new entries in it. What people wrote stays: order, comments, blank lines, and members that the profile does not know.</summary>
    public static string Merge(string existing, IEnumerable<(string Id, double Weight)> entries, string source)
    {
        Dictionary<string, double> weights = entries.ToDictionary(entry => entry.Id, entry => entry.Weight);
        List<string> lines = [.. existing.Split('\n').Select(line => line.TrimEnd('\r'))];
        if (lines[^1] is "") lines.RemoveAt(lines.Count - 1);
        for (int i = 0; i < lines.Count; i++)
            if (Entry().Match(lines[i]) is { Success: true } entry && weights.Remove(entry.Groups["id"].Value, out double weight))
                lines[i] = Format(entry.Groups["id"].Value, weight, source) + entry.Groups["comment"].Value;
        lines.AddRange(weights.OrderByDescending(entry => entry.Value).ThenBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => Format(entry.Key, entry.Value, source)));
        return string.Concat(lines.Select(line => line + "\n"));
    }

    /// <summary>The entries that have a weight.</summary>
    public static IEnumerable<(string Id, double Weight)> Weights(string list)
    {
        foreach (string line in list.Split('\n'))
            if (Entry().Match(line.TrimEnd('\r')) is { Success: true } entry && double.TryParse(entry.Groups["weight"].ValueSpan, CultureInfo.InvariantCulture, out double weight))
                yield return (entry.Groups["id"].Value, weight);
    }

    static string Format(string id, double weight, string source) => string.Create(CultureInfo.InvariantCulture, $"{id}; {weight:0.0000}; {source}");

    [GeneratedRegex(@"^\s*(?<id>[A-Z]:[^;\s]+?)\s*(?:;\s*(?<weight>[^;\s]*).*?)?(?<comment>\s+#.*)?$")]
    private static partial Regex Entry();
}
