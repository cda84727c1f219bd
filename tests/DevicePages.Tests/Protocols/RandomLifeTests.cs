using CsCheck;

namespace DevicePages.Tests;

/// <summary>Random lives of device pages against a model, which is a count for each page, and the invariants after each step.</summary>
public class RandomLifeTests
{
    enum Step { Take, Get, Put, PutTwo, PutBatch, Pin, Unpin, Freeze, FreezeWrongly, BeginRemoval }

    const int Pages = 4;

    static readonly Gen<(Step Step, int Page)[]> Lives =
        Gen.Select(Gen.Frequency((9, Gen.Int[0, 2].Select(i => (Step)i)), (6, Gen.Enum<Step>())), Gen.Int[0, Pages - 1]).Array[1, 60];

    // Under P0 a taken page has a reference that its map does not know of.
    public static TheoryData<string, PagemapType> Types
    {
        get
        {
            TheoryData<string, PagemapType> data = [];
            foreach (TheoryDataRow<string, PagemapType> row in Machine.AllTypes)
                if (row.Data.Item1 != "P0")
                    data.Add(row.Data.Item1, row.Data.Item2);
            return data;
        }
    }

    [Theory, MemberData(nameof(Types))]
    public void Every_life_keeps_the_invariants(string protocol, PagemapType type) =>
        Lives.Sample(steps => new World(protocol, type).Live(steps), iter: 300);

    sealed class World
    {
        readonly PhysicalMemory memory;
        readonly Driver driver = new();
        readonly DevicePagemap map;
        readonly Page[] pages;
        readonly int free, idle;
        readonly int[] counts, users = new int[Pages], pins = new int[Pages], returns = new int[Pages];
        bool dying;

        public World(string protocol, PagemapType type)
        {
            memory = Machine.Boot(protocol);
            (free, idle) = (memory.FreeCount(type), memory.IdleCount(type));
            driver.OnFree = page => Assert.Equal(0, page.Mapping);
            map = driver.Register(memory, type, Pages);
            pages = [.. map.Heads()];
            counts = [.. Enumerable.Repeat(idle, Pages)];
        }

        public void Live((Step Step, int Page)[] steps)
        {
            Check();
            foreach ((Step step, int i) in steps)
            {
                Do(step, i);
                Check();
            }
            if (!dying)
                Do(Step.BeginRemoval, 0);
            for (int i = 0; i < Pages; i++)
                while (users[i] > 0)
                    Do(pins[i] > 0 ? Step.Unpin : Step.Put, i);
            Check();
            map.Dispose();
            Assert.All(pages, page => Assert.Equal(ZoneType.None, page.Zone));
            memory.Dispose();
        }

        void Do(Step step, int i)
        {
            Page page = pages[i];
            int references = users[i] - pins[i] * Page.PinBias;
            switch (step)
            {
                case Step.Take when dying:
                    Assert.Throws<ObjectDisposedException>(() => map.Take(page));
                    break;
                case Step.Take when users[i] == 0:
                    map.Take(page);
                    memory.Unlock(page);
                    page.Mapping = 41;
                    (users[i], counts[i]) = (1, free + 1);
                    break;
                case Step.Get when users[i] > 0:
                    memory.Get(page);
                    Add(i, 1);
                    break;
                case Step.Put when references > 0:
                    memory.Put(page);
                    Drop(i, 1);
                    break;
                case Step.PutTwo when references > 1:
                    memory.Put(page, 2);
                    Drop(i, 2);
                    break;
                case Step.PutBatch:
                    int[] used = [.. Enumerable.Range(0, Pages).Where(j => users[j] > pins[j] * Page.PinBias)];
                    memory.Put([.. used.Select(j => pages[j])]);
                    foreach (int j in used)
                        Drop(j, 1);
                    break;
                case Step.Pin when users[i] > 0:
                    Assert.True(memory.TryPin(page));
                    pins[i]++;
                    Add(i, Page.PinBias);
                    break;
                case Step.Unpin when pins[i] > 0:
                    memory.Unpin(page);
                    pins[i]--;
                    Drop(i, Page.PinBias);
                    break;
                case Step.Freeze when users[i] > 0:
                    Assert.True(page.TryFreeze(counts[i]));
                    Assert.False(page.TryGet());
                    page.Unfreeze(counts[i]);
                    break;
                case Step.FreezeWrongly:
                    Assert.False(page.TryFreeze(counts[i] + 1));
                    break;
                case Step.BeginRemoval when !dying:
                    map.BeginRemoval();
                    dying = true;
                    if (memory.MapReferencesOf(map.Type) == MapReferences.PerPage)
                        for (int j = 0; j < Pages; j++)
                            Count(j, -1);
                    break;
            }
        }

        void Add(int i, int references)
        {
            users[i] += references;
            counts[i] += references;
        }

        void Drop(int i, int references)
        {
            users[i] -= references;
            Count(i, -references);
        }

        // A count of one tells the driver, whoever is left: a one-based protocol cannot tell its own reference from a user's.
        void Count(int i, int change)
        {
            counts[i] += change;
            bool told = map.Type is PagemapType.Private or PagemapType.Coherent || map.Type == PagemapType.PciP2Pdma && free == 0;
            if (counts[i] != free)
                return;
            returns[i] += told ? 1 : 0;
            if (free == 0)
                counts[i] = idle;
        }

        void Check()
        {
            Assert.Equal(counts, pages.Select(page => page.Count));
            Assert.Equal(returns, pages.Select(page => driver.Freed.Count(freed => freed == page)));
            Assert.Equal((dying ? 0 : 1) + memory.MapReferencesOf(map.Type) switch
            {
                MapReferences.PerPage => counts.Count(count => count > 0),
                MapReferences.PerMap => dying ? 0 : Pages,
                _ => users.Count(user => user > 0),
            }, map.Ref.Count);
            DevicePagemap? found = memory.FindPagemap(memory.PfnOf(pages[0]));
            Assert.Equal(dying, found is null);
            found?.Ref.Put();
        }
    }
}
