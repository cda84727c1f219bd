using CsCheck;

namespace DevicePages.Tests;

/// <summary>Random lives of a process and its child against a model: what each page should hold. After each step all tables and counts are checked.</summary>
public class RandomAddressSpaceTests
{
    const int Pages = 12;
    const int PageSize = PhysicalMemory.PageSize;

    enum Step
    {
        Write,
        DeviceRead,
        DeviceWrite,
        MigrateToDevice,
        MigrateToOther,
        MigrateToSystem,
        MakeExclusive,
        Protect,
        Unmap,
        Remap,
        Discard,
        PageOut,
        Fork,
        ExitChild,
        Reclaim,
        Merge,
        Balance,
        Evacuate,
        TakeFast,
    }

    static readonly Gen<(Step Step, int First, int Count, int Value)[]> Lives =
        Gen.Select(Gen.Enum<Step>(), Gen.Int[0, Pages - 1], Gen.Int[1, Pages], Gen.Int[1, 3]).Array[1, 40];

    public static TheoryData<string, Variant> Cases => Hmm.DeviceMemoryCases;

    [Theory, MemberData(nameof(Cases))]
    public void Every_life_keeps_the_contents_and_the_counts(string protocol, Variant variant) =>
        Lives.Sample(steps => new World(protocol, variant).Live(steps), iter: 150, threads: 1);

    sealed class World(string protocol, Variant variant)
    {
        readonly Hmm hmm = new(protocol, variant, pagesPerDevice: 20, movablePages: 128);
        readonly Process parent = new();
        Process? child;
        Ksm ksm = null!;

        sealed class Process
        {
            public AddressSpace Space = null!;
            public long[] Addresses = new long[Pages];
            public int?[] Contents = new int?[Pages];
            public PageProtection[] Protections = new PageProtection[Pages];
        }

        public void Live((Step Step, int First, int Count, int Value)[] steps)
        {
            using (hmm)
            {
                ksm = new(hmm.System);
                parent.Space = hmm.Space;
                long start = hmm.Map(Pages);
                hmm.Space.Advise(start, Pages * PageSize, MemoryAdvice.Mergeable);
                for (int page = 0; page < Pages; page++)
                    (parent.Addresses[page], parent.Contents[page], parent.Protections[page]) = (start + page * PageSize, 0, PageProtection.ReadWrite);
                foreach ((Step step, int first, int count, int value) in steps)
                {
                    for (int page = first; page < Math.Min(Pages, first + count); page++)
                        Do(step, value == 3 && child is not null ? child : parent, page, value);
                    DoForAll(step);
                    hmm.CheckTables();
                }
                Check(parent);
                if (child is not null)
                    Check(child);
                ksm.Dispose();
                hmm.CheckTables();
                hmm.Close();
            }
        }

        void Do(Step step, Process process, int page, int value)
        {
            (long address, AddressSpace space) = (process.Addresses[page], process.Space);
            bool writable = (process.Protections[page] & PageProtection.Write) != 0;
            bool readable = process.Protections[page] != PageProtection.None;
            bool readableByDevices = (process.Protections[page] & PageProtection.Read) != 0;
            switch (step)
            {
                case Step.Write when writable:
                    space.Write(address, value);
                    process.Contents[page] = value;
                    break;
                case Step.Write:
                    Assert.Throws<SegmentationFaultException>(() => space.Write(address, value));
                    break;
                case Step.DeviceRead when process == parent:
                    int[] seen = new int[PageSize / sizeof(int)];
                    Assert.Equal(readableByDevices ? Errno.None : Errno.EFAULT, hmm.Mirror.Read(address, Hmm.Bytes(seen)).Error);
                    if (readableByDevices)
                        Assert.Equal(process.Contents[page], seen[0]);
                    break;
                case Step.DeviceWrite when process == parent:
                    int[] words = new int[PageSize / sizeof(int)];
                    words[0] = value;
                    Errno expected = !readableByDevices ? Errno.EFAULT : writable ? Errno.None : Errno.EPERM;
                    Assert.Equal(expected, hmm.Mirror.Write(address, Hmm.Bytes(words)).Error);
                    if (expected == Errno.None)
                        process.Contents[page] = value;
                    break;
                case Step.MigrateToDevice when process == parent && readableByDevices:
                    Migrate(hmm.Mirror, process, page);
                    break;
                case Step.MigrateToOther when process == parent && readableByDevices:
                    Migrate(hmm.Mirror2, process, page);
                    break;
                case Step.MigrateToSystem when process == parent && readableByDevices:
                    hmm.Mirror.MigrateToSystem(address, 1);
                    break;
                case Step.MakeExclusive when process == parent && writable && readableByDevices:
                    Assert.True(hmm.Mirror.MakeExclusive(address, new byte[PageSize]).Error is Errno.None || hmm.PageAt(address).IsZoneDevice);
                    break;
                case Step.Protect when process.Contents[page] is not null:
                    process.Protections[page] = (PageProtection)value;
                    space.Protect(address, PageSize, process.Protections[page]);
                    break;
                case Step.Unmap:
                    space.Unmap(address, PageSize);
                    (process.Contents[page], process.Protections[page]) = (null, PageProtection.None);
                    break;
                case Step.Remap when process.Contents[page] is not null:
                    process.Addresses[page] = space.Remap(address, PageSize);
                    break;
                case Step.Discard when process.Contents[page] is not null:
                    space.Advise(address, PageSize, MemoryAdvice.DontNeed);
                    process.Contents[page] = 0;
                    break;
                case Step.PageOut:
                    space.Advise(address, PageSize, MemoryAdvice.PageOut);
                    break;
                case Step.TakeFast when readable:
                    UserPageAccess access = writable ? UserPageAccess.Write | UserPageAccess.Pin : UserPageAccess.Read;
                    Page[] taken = UserPages.TakeFast(space, address, 1, access);
                    Assert.Equal(process.Contents[page], BitConverter.ToInt32(hmm.Memory.Bytes(taken[0])));
                    UserPages.Release(hmm.Memory, taken, access);
                    break;
            }
        }

        static void Migrate(Mirror mirror, Process process, int page)
        {
            int[] seen = new int[PageSize / sizeof(int)];
            if (mirror.MigrateToDevice(process.Addresses[page], Hmm.Bytes(seen)).Error == Errno.None)
                Assert.Equal(process.Contents[page], seen[0]);
        }

        void DoForAll(Step step)
        {
            switch (step)
            {
                case Step.Fork when child is null:
                    child = new()
                    {
                        Space = hmm.Fork(),
                        Addresses = [.. parent.Addresses],
                        Contents = [.. parent.Contents],
                        Protections = [.. parent.Protections],
                    };
                    break;
                case Step.ExitChild when child is not null:
                    child.Space.Dispose();
                    child = null;
                    break;
                case Step.Reclaim:
                    Reclaim.Shrink(hmm.System, int.MaxValue);
                    break;
                case Step.Merge:
                    ksm.Scan();
                    ksm.Dispose();
                    break;
                case Step.Balance:
                    using (NumaBalancing numa = new(hmm.System, AllocationZone.Normal))
                    {
                        numa.Scan(parent.Space);
                        Check(parent);
                    }
                    break;
                case Step.Evacuate:
                    PageMigration.Evacuate(hmm.System, new(0, hmm.Memory.PageCount), AllocationZone.Normal);
                    break;
            }
        }

        static void Check(Process process)
        {
            for (int page = 0; page < Pages; page++)
                if (process.Protections[page] != PageProtection.None)
                    Assert.Equal(process.Contents[page], process.Space.Read<int>(process.Addresses[page]));
                else
                    Assert.Throws<SegmentationFaultException>(() => process.Space.Read<int>(process.Addresses[page]));
        }
    }
}
