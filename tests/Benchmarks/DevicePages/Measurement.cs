namespace Benchmarks.DevicePages;

/// <param name="What">The group that shares a baseline.</param>
/// <param name="How">The benchmark.</param>
/// <param name="Nanoseconds">Median of one operation.</param>
/// <param name="Ratio">To the baseline of the group.</param>
sealed record Measurement(string What, string How, double Nanoseconds, double Ratio);
