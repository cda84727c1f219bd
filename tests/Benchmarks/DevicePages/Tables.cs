using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;
using DevicePages;

namespace Benchmarks.DevicePages;

/// <summary>Measurements as Markdown, benchmarks down and groups across, and where a README has them.</summary>
static partial class Tables
{
    const string Start = "<!-- measured -->", End = "<!-- end of measured -->";

    public static string Of(Measurement[] all) => $"""
        Get and put together, in nanoseconds, and the ratio to the raw pair:

        {Table(all, typeof(OrdinaryPages), typeof(PagesInUse))}
        Other ways to count or lend, likewise:

        {Table(all, typeof(Alternatives))}
        Migration there and back, in GB/s, and the ratio to one copy of as many bytes:

        {Table(all, typeof(Migration))}
        A page costs {Unsafe.SizeOf<PageDescriptor>()} bytes.
        """;

    /// <summary>Puts tables where a README has those of another run.</summary>
    public static string Replace(string readme, string tables) => Measured().Replace(readme, _ => $"{Start}\n{tables}\n{End}");

    static string Table(Measurement[] all, params ReadOnlySpan<Type> of)
    {
        List<Measurement> measurements = [];
        foreach (Type type in of)
            measurements.AddRange(all.Where(measurement => measurement.Of == type));
        string[] columns = [.. measurements.Select(measurement => measurement.What).Distinct()];
        StringBuilder table = new($"| | {string.Join(" | ", columns)} |\n| --- |{string.Concat(Enumerable.Repeat(" ---: |", columns.Length))}\n");
        foreach (IGrouping<string, Measurement> row in measurements.GroupBy(measurement => measurement.How))
            table.Append($"| {row.Key} | {string.Join(" | ", columns.Select(column => row.FirstOrDefault(measurement => measurement.What == column)?.Cell))} |\n");
        return table.ToString();
    }

    [GeneratedRegex($"{Start}.*{End}", RegexOptions.Singleline)]
    private static partial Regex Measured();
}
