namespace DevicePages.Tests;

/// <summary>A small machine under each protocol.</summary>
static class Machine
{
    public const int DevicePages = 256;

    public static readonly string[] Protocols = ["P0", "P1", "P2", "P3", "P4a", "P4b", "P4c"];

    public static TheoryData<string> AllProtocols => [.. Protocols];

    /// <summary>Each protocol with each type of map that its versions of Linux have.</summary>
    public static TheoryData<string, PagemapType> AllTypes => WithType(_ => true);

    /// <summary>The types whose driver gets its pages back.</summary>
    public static TheoryData<string, PagemapType> DriverTypes => WithType(type => type is PagemapType.Private or PagemapType.Coherent);

    public static TheoryData<string> WithFsDax => [.. Protocols.Where(protocol => Supports(protocol, PagemapType.FsDax))];

    public static TheoryData<string> WithDeviceMemory => [.. Protocols.Where(protocol => Supports(protocol, PagemapType.Private))];

    public static PhysicalMemory Boot(string protocol, PhysicalMemoryOptions? options = null)
    {
        options ??= new() { NormalPages = 64, MovablePages = 192, DevicePages = DevicePages, Processors = 4 };
        return protocol switch
        {
            "P0" => new PhysicalMemory<P0>(options),
            "P1" => new PhysicalMemory<P1>(options),
            "P2" => new PhysicalMemory<P2<SwitchedKey>>(options),
            "P3" => new PhysicalMemory<P3<SwitchedKey>>(options),
            "P4a" => new PhysicalMemory<P4a<SwitchedKey>>(options),
            "P4b" => new PhysicalMemory<P4b<SwitchedKey>>(options),
            "P4c" => new PhysicalMemory<P4c>(options),
            _ => throw new ArgumentOutOfRangeException(nameof(protocol), protocol, null),
        };
    }

    static TheoryData<string, PagemapType> WithType(Func<PagemapType, bool> wanted)
    {
        TheoryData<string, PagemapType> data = [];
        foreach (string protocol in Protocols)
            foreach (PagemapType type in Enum.GetValues<PagemapType>().Where(wanted).Where(type => Supports(protocol, type)))
                data.Add(protocol, type);
        return data;
    }

    public static bool Supports(string protocol, PagemapType type)
    {
        using PhysicalMemory memory = Boot(protocol);
        return memory.Supports(type);
    }
}
