namespace DevicePages.Tests;

/// <summary>A protocol with one of its parts broken, as Linux once had it: whatever the variant does not say itself is as in <typeparamref name="TProtocol"/>.</summary>
interface IVariantOf<TProtocol> : IPageProtocol where TProtocol : struct, IPageProtocol
{
    static string IPageProtocol.Versions => TProtocol.Versions;

    static bool IPageProtocol.Supports(PagemapType type) => TProtocol.Supports(type);

    static int IPageProtocol.IdleCount(PagemapType type) => TProtocol.IdleCount(type);

    static int IPageProtocol.FreeCount(PagemapType type) => TProtocol.FreeCount(type);

    static MapReferences IPageProtocol.References(PagemapType type) => TProtocol.References(type);

    static bool IPageProtocol.IsManaged(PagemapType type) => TProtocol.IsManaged(type);

    static bool IPageProtocol.NoticesManagedPages => TProtocol.NoticesManagedPages;

    static void IPageProtocol.Get(PhysicalMemory memory, Page page) => TProtocol.Get(memory, page);

    static void IPageProtocol.Put(PhysicalMemory memory, Page page) => TProtocol.Put(memory, page);

    static void IPageProtocol.Put(PhysicalMemory memory, Page page, int references) => TProtocol.Put(memory, page, references);

    static bool IPageProtocol.TryGet(PhysicalMemory memory, Page page, int references) => TProtocol.TryGet(memory, page, references);

    static void IPageProtocol.WaitWhileLocked(PhysicalMemory memory, Page page) => TProtocol.WaitWhileLocked(memory, page);

    static bool IPageProtocol.KeepsMapping(PagemapType type) => TProtocol.KeepsMapping(type);

    static void IPageProtocol.HandBack(PhysicalMemory memory, Page page, DevicePagemap map) => TProtocol.HandBack(memory, page, map);
}
