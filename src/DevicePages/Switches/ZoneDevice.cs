using System.Diagnostics.CodeAnalysis;

namespace DevicePages;

/// <summary>Linux's <c>CONFIG_ZONE_DEVICE</c>: a program without memory of devices does without the tests for its pages in what drops references by the batch.</summary>
/// <remarks>
/// The AppContext switch <c>DevicePages.ZoneDevice</c> decides, once; it is on unless set. With it off, <see cref="PhysicalMemory.CreatePagemap"/> refuses all maps.
/// The protocols do not ask it: what the test costs in a single put, and how a static key takes it away, is what they are about.
/// </remarks>
public static class ZoneDevice
{
    /// <summary>Whether there may be device pages.</summary>
    [FeatureSwitchDefinition("DevicePages.ZoneDevice")]
    public static bool IsEnabled { get; } = !AppContext.TryGetSwitch("DevicePages.ZoneDevice", out bool on) || on;
}
