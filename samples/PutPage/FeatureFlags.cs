using System.Diagnostics.CodeAnalysis;

namespace PutPage;

/// <summary>The static keys. They are read once, so that the JIT sees constants; the project file sets them for ILLink and NativeAOT too.</summary>
static class FeatureFlags
{
    /// <summary><c>device_private_key</c> of v4.14: some driver has device-private memory.</summary>
    [FeatureSwitchDefinition("PutPage.DevicePrivate")]
    public static bool DevicePrivate { get; } = !AppContext.TryGetSwitch("PutPage.DevicePrivate", out var enabled) || enabled;

    /// <summary><c>devmap_managed_key</c> of v4.18: some device memory wants to know when its pages become free.</summary>
    [FeatureSwitchDefinition("PutPage.DevmapManaged")]
    public static bool DevmapManaged { get; } = !AppContext.TryGetSwitch("PutPage.DevmapManaged", out var enabled) || enabled;
}
