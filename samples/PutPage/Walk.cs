namespace PutPage;

/// <summary>Takes a page through its life in one stage, and prints what became of it after each step.</summary>
sealed class Walk
{
    readonly PageAllocator allocator = new();
    readonly HashSet<Page> free = [];
    readonly Page page;

    Walk(MemoryType? type) =>
        page = type is { } memory ? new Page(allocator, new DevicePagemap(memory, DeviceTakesBack)) { PageFree = DeviceTakesBack } : allocator.Allocate();

    public static void Through<TStage>(string title, params MemoryType[] deviceMemory) where TStage : IStage<TStage>
    {
        Console.WriteLine(title);
        new Walk(null).OrdinaryPage<TStage>();
        foreach (var type in deviceMemory)
            new Walk(type).DevicePage<TStage>();
        Console.WriteLine();
    }

    void OrdinaryPage<TStage>() where TStage : IStage<TStage>
    {
        Console.Write("  ordinary ");
        Step("map", static _ => { });
        Step("get", TStage.GetPage);
        Step("put", TStage.PutPage);
        Step("unmap", TStage.PutPage);
        Console.WriteLine();
    }

    void DevicePage<TStage>() where TStage : IStage<TStage>
    {
        Console.Write($"  {page.Pagemap!.Type,-8} ");
        Step("add", TStage.AddDevicePage);
        Step("map", TStage.AllocateDevicePage);
        Step("get", TStage.GetPage);
        Step("put", TStage.PutPage);
        Step("unmap", TStage.PutPage);
        Step("remove", TStage.RemoveDevicePage);
        Console.WriteLine();
    }

    void Step(string name, Action<Page> action)
    {
        var wasFree = IsFree;
        action(page);
        Console.Write($" {name} {page.RefCount}");
        if (page.IsZoneDevice) Console.Write($"/{page.Pagemap.References}");
        if (IsFree && !wasFree) Console.Write(page.IsZoneDevice ? " (driver called back)" : " (back in the allocator)");
    }

    bool IsFree => free.Contains(page) || allocator.Holds(page);

    void DeviceTakesBack(Page page) => free.Add(page);
}
