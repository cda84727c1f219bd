namespace DevicePages;

/// <summary>What a mirror is told of (Linux <c>struct mmu_notifier_range</c>).</summary>
/// <param name="Start">The first address.</param>
/// <param name="End">The address behind the last.</param>
/// <param name="Reason">Why.</param>
/// <param name="Owner">Who causes it, for <see cref="InvalidateReason.Migrate"/> and <see cref="InvalidateReason.Exclusive"/>.</param>
public readonly record struct Invalidation(long Start, long End, InvalidateReason Reason, object? Owner);
