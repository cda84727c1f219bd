using System.Globalization;
using System.Security;
using System.Text;

namespace Benchmarks.DevicePages;

/// <summary>Ratios to the baseline as bars, group by group.</summary>
static class Chart
{
    const int Row = 18, Label = 230, Scale = 90, Width = 900;

    public static string Draw(IEnumerable<Measurement> measurements)
    {
        StringBuilder bars = new();
        int y = 8;
        foreach (IGrouping<string, Measurement> group in measurements.GroupBy(measurement => measurement.What))
        {
            y += Row;
            bars.Append(CultureInfo.InvariantCulture, $"<text x=\"8\" y=\"{y + 13}\" font-weight=\"bold\">{SecurityElement.Escape(group.Key)}</text>\n");
            foreach (Measurement bar in group)
            {
                y += Row;
                double length = Math.Min(bar.Ratio * Scale, Width - Label - 150);
                bars.Append(CultureInfo.InvariantCulture, $"<text x=\"{Label - 8}\" y=\"{y + 13}\" text-anchor=\"end\">{SecurityElement.Escape(bar.How)}</text>");
                bars.Append(CultureInfo.InvariantCulture, $"<rect x=\"{Label}\" y=\"{y + 3}\" width=\"{length:0.0}\" height=\"{Row - 6}\" fill=\"{(bar.Ratio <= 1.05 ? "#4a8" : "#c64")}\"/>");
                bars.Append(CultureInfo.InvariantCulture, $"<text x=\"{Label + length + 6:0.0}\" y=\"{y + 13}\">{bar.Ratio:0.00}  ({bar.Nanoseconds:0.0} ns)</text>\n");
            }
        }
        return string.Create(CultureInfo.InvariantCulture, $"""
            <svg xmlns="http://www.w3.org/2000/svg" width="{Width}" height="{y + 2 * Row}" font-family="sans-serif" font-size="12">
            <rect width="100%" height="100%" fill="white"/>
            <line x1="{Label + Scale}" y1="8" x2="{Label + Scale}" y2="{y + Row}" stroke="#999" stroke-dasharray="3 3"/>
            {bars}</svg>

            """);
    }
}
