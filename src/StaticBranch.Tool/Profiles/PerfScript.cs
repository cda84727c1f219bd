using System.Globalization;
using System.Text.RegularExpressions;

namespace StaticBranch.Tool.Profiles;

/// <summary>The text of <c>perf script</c>: a line a sample, then a line a frame, innermost first, then an empty line.</summary>
static partial class PerfScript
{
    public static void Read(TextReader text, Profile profile)
    {
        List<Frame> stack = [];
        double weight = 0;
        while (text.ReadLine() is { } line)
        {
            if (line is [' ' or '\t', ..])
            {
                if (Frame.FromPerfMap(line) is { } frame) stack.Add(frame);
                continue;
            }
            End();
            if (Header().Match(line) is { Success: true } header)
                weight = double.TryParse(header.Groups["period"].ValueSpan, CultureInfo.InvariantCulture, out double period) ? period : 1;
        }
        End();

        void End()
        {
            if (weight > 0) profile.Add(stack, weight);
            stack.Clear();
            weight = 0;
        }
    }

    /// <summary>Whether a line can be the first of such a text.</summary>
    public static bool IsHeader(string line) => line is ['#', ..] || Header().IsMatch(line);

    [GeneratedRegex(@"^\S.*\s\d+(?:/\d+)?\s+(?:\[\d+\]\s+)?\d+\.\d+:\s+(?:(?<period>\d+)\s+)?[\w:.-]+:")]
    private static partial Regex Header();
}
