using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using StaticBranch;

namespace PutPage;

/// <summary>Flags that look like static branches and are none: what a first draft of <see cref="FeatureFlags"/> gets wrong.</summary>
static class FlagsThatStay
{
    /// <summary>The pattern of the documentation, which only the linker makes a constant.</summary>
    [FeatureSwitchDefinition("PutPage.Fsdax")]
    // SB2004
    public static bool Fsdax => AppContext.TryGetSwitch("PutPage.Fsdax", out var enabled) && enabled;

    /// <summary>A setter makes the storage mutable, whoever may call it.</summary>
    [FeatureSwitchDefinition("PutPage.Hmm")]
    // SB2001
    public static bool Hmm { get; private set; } = AppContext.TryGetSwitch("PutPage.Hmm", out var enabled) && enabled;

    /// <summary>Optimised before anything has initialised <see cref="FeatureFlags"/>.</summary>
    [HotPath, MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void PutPage(Page page)
    {
        // SB2003
        if (FeatureFlags.DevicePrivate && page.IsDevicePrivate)
            V4_12_HookAsBareBranch.PutDevicePrivatePage(page);
        else if (Interlocked.Decrement(ref page.RefCount) == 0)
            V4_12.FreePage(page);
    }

    /// <summary>Makes a device page though <see cref="FeatureFlags.DevicePrivate"/> may be off.</summary>
    public static PageState Hotplug()
    {
        // SB2006
        var state = new PageState { IsDevice = true };
        return state;
    }

    public struct PageState
    {
        [SpecialCase("PutPage.FeatureFlags.DevicePrivate")]
        public bool IsDevice;
    }
}
