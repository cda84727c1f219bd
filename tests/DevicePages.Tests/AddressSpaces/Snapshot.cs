namespace DevicePages.Tests;

/// <summary>What the device sees at an address (<c>lib/test_hmm_uapi.h</c>).</summary>
[Flags]
public enum Snapshot : byte
{
    None = 0,
    Read = 1,
    Write = 2,
    Pmd = 4,
    Zero = 0x10,
    PrivateLocal = 0x20,
    PrivateRemote = 0x30,
    CoherentLocal = 0x40,
    CoherentRemote = 0x50,
    Error = 0xFF,
}
