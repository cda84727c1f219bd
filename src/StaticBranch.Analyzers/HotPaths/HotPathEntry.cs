using System.Globalization;
using Microsoft.CodeAnalysis.Text;

namespace StaticBranch.HotPaths;

/// <summary>What one line of <c>HotPaths.txt</c> says.</summary>
/// <param name="Weight">The member's share of the time, as it is written: <c>0.25</c> or <c>25 %</c>; empty where the line has none.</param>
/// <param name="Span">The entry without the space and the comment around it.</param>
readonly record struct HotPathEntry(string Id, string Weight, TextSpan Span)
{
    /// <summary>Whether the weight is absent, a number from 0 to 1, or a percentage from 0 to 100.</summary>
    public bool HasValidWeight => Weight.Length == 0 || (Weight.EndsWith("%", StringComparison.Ordinal) ? IsNumber(Weight.Substring(0, Weight.Length - 1), 100) : IsNumber(Weight, 1));

    // Written so that NaN is out of range.
    static bool IsNumber(string text, double most) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && value >= 0 && value <= most;
}
