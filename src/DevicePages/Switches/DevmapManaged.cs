using System.Diagnostics.CodeAnalysis;

namespace DevicePages;

/// <summary>Linux's <c>device_private_key</c> (v4.14) and <c>devmap_managed_key</c> (v4.18 to v6.14) in the shape that the JIT and the trimmer fold.</summary>
/// <remarks>
/// The AppContext switch <c>DevicePages.DevmapManaged</c> decides, once; it is off unless set. A static key can be flipped while its branches run, this cannot:
/// with it off, <see cref="PhysicalMemory.CreatePagemap"/> refuses the maps whose pages the branch would have to notice.
/// </remarks>
public static class DevmapManaged
{
    /// <summary>Whether a put looks for device pages that have a say in it.</summary>
    [FeatureSwitchDefinition("DevicePages.DevmapManaged")]
    public static bool IsEnabled { get; } = AppContext.TryGetSwitch("DevicePages.DevmapManaged", out bool on) && on;
}
