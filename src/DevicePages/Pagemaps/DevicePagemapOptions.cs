namespace DevicePages;

/// <summary>What a driver says of the memory that it registers (the caller's part of Linux <c>struct dev_pagemap</c>).</summary>
public sealed class DevicePagemapOptions
{
    /// <summary>What the memory is for.</summary>
    public required PagemapType Type { get; init; }

    /// <summary>The page frames, one range at least, in the device zone and not in use.</summary>
    public required IReadOnlyList<PfnRange> Ranges { get; init; }

    /// <summary>The driver's part. Required for all types but <see cref="PagemapType.FsDax"/> and <see cref="PagemapType.Generic"/>; of <see cref="PagemapType.Private"/> memory an <see cref="IPrivateMemoryOps"/>.</summary>
    public IDevicePagemapOps? Ops { get; init; }

    /// <summary>Whose memory it is: migration touches only pages of its own owner. Required for private and coherent memory.</summary>
    public object? Owner { get; init; }

    /// <summary>Binary logarithm of the pages that are one compound page each, for the life of the map (<c>vmemmap_shift</c>).</summary>
    public int VmemmapShift { get; init; }

    /// <summary>Where a range's bytes come from; never null. What it throws undoes the creation of the map.</summary>
    public Func<PfnRange, DeviceMemory> Memory { get; init; } = DeviceMemory.Allocate;
}
