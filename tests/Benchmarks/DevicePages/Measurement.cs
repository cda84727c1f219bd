using System.Globalization;

namespace Benchmarks.DevicePages;

/// <param name="Of">The class of the benchmark.</param>
/// <param name="What">The group that shares a baseline.</param>
/// <param name="How">The benchmark.</param>
/// <param name="Nanoseconds">Of one operation, in the fastest iteration: what disturbs can only add.</param>
/// <param name="Ratio">Of the time to that of the group's baseline.</param>
/// <param name="Bytes">What one operation moves, or 0.</param>
sealed record Measurement(Type Of, string What, string How, double Nanoseconds, double Ratio, long Bytes)
{
    /// <summary>Nanoseconds and the ratio of times, or GB/s and the ratio of speeds.</summary>
    public string Cell => Bytes == 0
        ? string.Create(CultureInfo.InvariantCulture, $"{Nanoseconds:0.0} ({Ratio:0.00})")
        : string.Create(CultureInfo.InvariantCulture, $"{Bytes / Nanoseconds:0.0} ({1 / Ratio:0.00})");
}
