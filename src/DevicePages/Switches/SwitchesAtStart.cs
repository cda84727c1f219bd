using System.Runtime.CompilerServices;

namespace DevicePages;

static class SwitchesAtStart
{
    // A flag folds only if its class was initialised before the method that tests it is optimised; without tiering that is before its first call.
#pragma warning disable CA2255 // The rule fears surprises at load time; reading switches of AppContext has none.
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void Read()
    {
        _ = PageChecks.IsEnabled;
        _ = DevmapManaged.IsEnabled;
        _ = ZoneDevice.IsEnabled;
    }
}
