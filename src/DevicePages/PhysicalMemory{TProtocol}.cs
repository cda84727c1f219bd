using StaticBranch;

namespace DevicePages;

/// <summary>The memory of a machine whose page references are counted by one protocol.</summary>
/// <typeparam name="TProtocol">The protocol. Called through this type, get and put are its own code, inlined.</typeparam>
/// <param name="options">The machine.</param>
/// <exception cref="ArgumentOutOfRangeException">It has more than 2^31 - 1 page frames.</exception>
public sealed class PhysicalMemory<TProtocol>(PhysicalMemoryOptions options) : PhysicalMemory(options) where TProtocol : struct, IPageProtocol
{
    /// <summary>A machine of the default size.</summary>
    public PhysicalMemory() : this(new())
    {
    }

    /// <inheritdoc/>
    public override string ProtocolName => typeof(TProtocol).Name.Split('`')[0];

    internal override bool NoticesManagedPages => TProtocol.NoticesManagedPages;

    /// <inheritdoc/>
    [HotPath]
    public override void Get(Page page) => TProtocol.Get(this, page);

    /// <inheritdoc/>
    [HotPath]
    public override void Put(Page page) => TProtocol.Put(this, page);

    /// <inheritdoc/>
    [HotPath]
    public override void Put(Page page, int references) => TProtocol.Put(this, page, references);

    /// <inheritdoc/>
    public override bool Supports(PagemapType type) => TProtocol.Supports(type);

    /// <inheritdoc/>
    public override int IdleCount(PagemapType type) => TProtocol.IdleCount(type);

    /// <inheritdoc/>
    public override int FreeCount(PagemapType type) => TProtocol.FreeCount(type);

    /// <inheritdoc/>
    public override MapReferences MapReferencesOf(PagemapType type) => TProtocol.References(type);

    /// <inheritdoc/>
    public override bool IsManaged(PagemapType type) => TProtocol.IsManaged(type);

    /// <inheritdoc/>
    public override bool KeepsMapping(PagemapType type) => TProtocol.KeepsMapping(type);

    /// <inheritdoc/>
    public override bool TryGet(Page page, int references = 1) => TProtocol.TryGet(this, page, references);

    /// <inheritdoc/>
    public override void WaitWhileLocked(Page page) => TProtocol.WaitWhileLocked(this, page);

    internal override void HandBack(Page page, DevicePagemap map) => TProtocol.HandBack(this, page, map);
}
