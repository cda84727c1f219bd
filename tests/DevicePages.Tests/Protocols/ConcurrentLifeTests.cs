using System.Collections.Concurrent;

namespace DevicePages.Tests;

public class ConcurrentLifeTests
{
    /// <summary>Many threads over few pages: every use ends with one call to the driver, and the map goes when the last page came back.</summary>
    [Theory, MemberData(nameof(Machine.DriverTypes), MemberType = typeof(Machine))]
    public void No_page_is_lost_or_freed_twice(string protocol, PagemapType type)
    {
        using PhysicalMemory memory = Machine.Boot(protocol);
        ConcurrentBag<Page> free = [];
        Driver driver = new() { OnFree = free.Add };
        DevicePagemap map = driver.Register(memory, type, pages: 3);
        foreach (Page page in map.Heads())
            free.Add(page);
        int takes = 0, foreign = 0;
        int[] owners = new int[memory.PageCount];
        Threads.Run(4, thread =>
        {
            for (int i = 0; i < 2000; i++)
            {
                if (!free.TryTake(out Page page))
                    continue;
                map.Take(page);
                Interlocked.Increment(ref takes);
                foreign += Interlocked.Exchange(ref owners[memory.PfnOf(page)], thread + 1);
                memory.Unlock(page);
                memory.Get(page);
                memory.Put(page);
                owners[memory.PfnOf(page)] = 0;
                memory.Put(page);
            }
        });
        Assert.Equal((0, takes, 3), (foreign, driver.Freed.Count, free.Distinct().Count()));
        map.Dispose();
    }

    [Theory, MemberData(nameof(Machine.AllProtocols), MemberType = typeof(Machine))]
    public void Nobody_gets_a_frozen_page(string protocol)
    {
        using PhysicalMemory memory = Machine.Boot(protocol);
        Page page = memory.Allocate();
        int intruders = 0;
        using CancellationTokenSource done = new();
        Threads.Run(3, thread =>
        {
            if (thread > 0)
                while (!done.IsCancellationRequested)
                {
                    if (page.TryGet())
                        memory.Put(page);
                }
            else
            {
                for (int i = 0; i < 20000; i++)
                    if (page.TryFreeze(1))
                    {
                        intruders += page.Count;
                        page.Unfreeze(1);
                    }
                done.Cancel();
            }
        });
        Assert.Equal((0, 1), (intruders, page.Count));
    }

    [Theory, MemberData(nameof(Machine.AllProtocols), MemberType = typeof(Machine))]
    public void Removal_waits_for_lookups_that_race_with_it(string protocol)
    {
        for (int round = 0; round < 30; round++)
        {
            using PhysicalMemory memory = Machine.Boot(protocol);
            DevicePagemap map = new Driver().Register(memory, PagemapType.Generic);
            int pfn = map.Ranges[0].Start, gone = 0;
            Threads.Run(3, thread =>
            {
                if (thread == 0)
                    map.Dispose();
                else
                    while (memory.FindPagemap(pfn) is { } found)
                    {
                        gone += memory.PageAt(pfn).Zone == ZoneType.Device ? 0 : 1;
                        found.Ref.Put();
                    }
            });
            Assert.Equal(0, gone);
        }
    }
}
