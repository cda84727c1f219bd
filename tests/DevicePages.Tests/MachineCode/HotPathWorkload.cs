namespace DevicePages.Tests;

/// <summary>Called in a child process until get and put of every protocol, and the raw pair, have reached their final code.</summary>
static class HotPathWorkload
{
    static readonly RawCount Raw = new();
    static readonly Action[] Pairs =
    [
        Pair<P0>(), Pair<P1>(), Pair<P2<SwitchedKey>>(), Pair<P3<SwitchedKey>>(), Pair<P3<NoKey>>(), Pair<P4a<SwitchedKey>>(), Pair<P4b<SwitchedKey>>(), Pair<P4c>(), RawPair(),
    ];

    public static void Run()
    {
        foreach (Action pair in Pairs)
            pair();
    }

    static Action Pair<TProtocol>() where TProtocol : struct, IPageProtocol
    {
        PhysicalMemory memory = new PhysicalMemory<TProtocol>();
        Page page = memory.Allocate();
        return () =>
        {
            memory.Get(page);
            memory.Put(page);
        };
    }

    static Action RawPair()
    {
        Page page = new PhysicalMemory<P4c>().Allocate();
        return () =>
        {
            Raw.Get(page);
            Raw.Put(page);
        };
    }
}
