namespace DevicePages.Tests;

/// <summary>Each step of creation fails once; whatever came before is undone, and the next attempt finds everything as it was.</summary>
public class PagemapCreationTests
{
    /// <summary>Protocol, type, the range at which it fails, and why.</summary>
    public static TheoryData<string, PagemapType, int, string> Failures
    {
        get
        {
            TheoryData<string, PagemapType, int, string> data = [];
            foreach (TheoryDataRow<string, PagemapType> row in Machine.AllTypes)
                foreach (string cause in (string[])["system memory", "another map", "itself", "no memory", "null"])
                    for (int range = cause == "itself" ? 1 : 0; range < 3; range++)
                        data.Add(row.Data.Item1, row.Data.Item2, range, cause);
            return data;
        }
    }

    [Theory, MemberData(nameof(Failures))]
    public void Undoes_what_came_before(string protocol, PagemapType type, int failing, string cause)
    {
        using PhysicalMemory memory = Machine.Boot(protocol);
        using DevicePagemap other = new Driver().Register(memory, PagemapType.Generic, offset: 64);
        int start = memory.DeviceRange.Start;
        PfnRange[] good = [new(start, 8), new(start + 16, 8), new(start + 32, 8)];
        PfnRange[] ranges = [.. good];
        ranges[failing] = cause switch
        {
            "system memory" => new(start - 4, 8),
            "another map" => new(start + 60, 8),
            "itself" => new(good[failing - 1].Start + 4, 8),
            _ => ranges[failing],
        };
        DevicePagemapOptions Options(PfnRange[] ranges, Func<PfnRange, DeviceMemory> bytes) => new() { Type = type, Ops = new Driver(), Owner = this, Ranges = ranges, Memory = bytes };

        List<TrackedMemory> backing = [];
        Assert.ThrowsAny<Exception>(() => memory.CreatePagemap(Options(ranges, range =>
        {
            if (cause == "no memory" && backing.Count == failing)
                throw new InsufficientMemoryException();
            if (cause == "null" && backing.Count == failing)
                return null!;
            backing.Add(new(range));
            return backing[^1];
        })));

        Assert.Equal(failing, backing.Count(bytes => bytes.IsDisposed));
        Assert.All(good, range => Assert.Null(memory.FindPagemap(range.Start)));
        Assert.All(good, range => Assert.Equal((ZoneType.None, 0), (memory.PageAt(range.Start).Zone, memory.PageAt(range.Start).Count)));
        Assert.Equal((0, false), (memory.DevmapManagedKey.Count, other.IsDying));
        memory.CreatePagemap(Options(good, DeviceMemory.Allocate)).Dispose();
    }

    [Theory, MemberData(nameof(Machine.AllTypes), MemberType = typeof(Machine))]
    public void Memory_that_is_none_is_refused_with_the_range(string protocol, PagemapType type)
    {
        using PhysicalMemory memory = Machine.Boot(protocol);
        PfnRange range = new(memory.DeviceRange.Start, 8);
        ArgumentException refused = Assert.Throws<ArgumentException>(() => memory.CreatePagemap(new() { Type = type, Ops = new Driver(), Owner = this, Ranges = [range], Memory = _ => null! }));
        Assert.Equal(("options", true), (refused.ParamName, refused.Message.Contains($"{range}")));
    }

    sealed unsafe class TrackedMemory(PfnRange range) : DeviceMemory
    {
        readonly DeviceMemory bytes = Allocate(range);

        public bool IsDisposed { get; private set; }

        protected internal override byte* Address => bytes.Address;

        public override void Dispose()
        {
            IsDisposed = true;
            bytes.Dispose();
        }
    }
}
