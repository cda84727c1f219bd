using System.Diagnostics.CodeAnalysis;

namespace DevicePages;

/// <summary>The checks that Linux compiles in with <c>CONFIG_DEBUG_VM</c>: a broken page rule throws <see cref="PageStateException"/> where it is broken.</summary>
/// <remarks>
/// The AppContext switch <c>DevicePages.PageChecks</c> decides, once; a Debug build of this library has them on unless told otherwise, a Release build off.
/// Switched off they leave no instruction behind in code that the JIT has optimised.
/// </remarks>
public static class PageChecks
{
#if DEBUG
    const bool Default = true;
#else
    const bool Default = false;
#endif

    /// <summary>Whether broken page rules throw.</summary>
    [FeatureSwitchDefinition("DevicePages.PageChecks")]
    public static bool IsEnabled { get; } = AppContext.TryGetSwitch("DevicePages.PageChecks", out bool on) ? on : Default;
}
