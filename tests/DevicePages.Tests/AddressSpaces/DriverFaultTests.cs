namespace DevicePages.Tests;

/// <summary>Drivers that throw, or come back in, from wherever they are called: nothing is lost, nothing is freed twice.</summary>
public class DriverFaultTests
{
    const int Pages = 8;
    const int PageSize = PhysicalMemory.PageSize;

    sealed class DriverException : Exception;

    public static TheoryData<string, Variant> Cases => Hmm.DeviceMemoryCases;

    public static TheoryData<string, Variant, DriverStep, int> Throws
    {
        get
        {
            TheoryData<string, Variant, DriverStep, int> data = [];
            foreach (TheoryDataRow<string, Variant> row in Cases)
                foreach (DriverStep step in Enum.GetValues<DriverStep>())
                    foreach (int when in (int[])[1, 3])
                        data.Add(row.Data.Item1, row.Data.Item2, step, when);
            return data;
        }
    }

    [Theory, MemberData(nameof(Throws))]
    public void Whatever_throws_on_the_way_there_and_back_the_data_survives(string protocol, Variant variant, DriverStep step, int when)
    {
        using Hmm hmm = new(protocol, variant);
        long address = hmm.MapPattern(Pages);
        AddressSpace child = hmm.Fork();
        int left = when;
        hmm.Device.Interpose = (at, _) =>
        {
            if (at == step && --left == 0)
                throw new DriverException();
        };
        Try(() => hmm.Mirror.MigrateToDevice(address, new byte[Pages * PageSize]));
        hmm.CheckTables();
        Try(() => hmm.Mirror.Read(address, new byte[Pages * PageSize]));
        Try(() => hmm.Mirror.MigrateToSystem(address, Pages / 2));
        hmm.CheckTables();
        for (int page = 0; page < Pages; page++)
            Try(() => child.Read<int>(address + page * PageSize));
        Try(() => hmm.Space.Write(address, 0));
        Try(() => hmm.Space.Unmap(address + (Pages - 1) * PageSize, PageSize));
        hmm.Device.Interpose = static (_, _) => { };
        hmm.CheckTables();
        Assert.Equal(Hmm.Pattern(Pages - 1), hmm.Read(address, Pages - 1));
        Assert.Equal(Hmm.Pattern(Pages), Hmm.Read(child, address, Pages));
        hmm.Close();
    }

    static void Try(Action action)
    {
        try
        {
            action();
        }
        catch (DriverException)
        {
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void A_page_that_is_handed_out_again_from_its_own_callback_is_free_once_more_later(string protocol, Variant variant)
    {
        using Hmm hmm = new(protocol, variant);
        long address = hmm.MapPattern(Pages);
        hmm.Migrate(address, Pages);
        Page again = default;
        hmm.Device.Interpose = (step, page) =>
        {
            if (step != DriverStep.PageFree || !again.IsNull)
                return;
            Assert.True(hmm.Device.TryAllocate(out again));
            Assert.Equal(page, again);
        };
        hmm.Space.Unmap(address, Pages * PageSize);
        Assert.Equal((1, 1), (hmm.Device.InUse, hmm.System.References(again)));
        hmm.Memory.Unlock(again);
        hmm.Memory.Put(again);
        Assert.Equal(0, hmm.Device.InUse);
        hmm.Close();
    }

    [Theory, MemberData(nameof(Cases))]
    public void A_batch_of_frees_goes_on_after_one_of_them_threw(string protocol, Variant variant)
    {
        using Hmm hmm = new(protocol, variant);
        long address = hmm.MapPattern(Pages);
        hmm.Migrate(address, Pages);
        hmm.Device.Interpose = static (step, _) =>
        {
            if (step == DriverStep.PageFree)
                throw new DriverException();
        };
        Assert.Throws<DriverException>(() => hmm.Space.Advise(address, Pages * PageSize, MemoryAdvice.DontNeed));
        hmm.Device.Interpose = static (_, _) => { };
        Assert.Equal(0, hmm.Device.InUse);
        Assert.Equal(new int[Pages * PageSize / sizeof(int)], hmm.Read(address, Pages));
        hmm.Close();
    }

    [Theory, MemberData(nameof(Cases))]
    public void An_eviction_that_a_mirror_breaks_off_can_be_begun_again(string protocol, Variant variant)
    {
        using Hmm hmm = new(protocol, variant);
        long address = hmm.MapPattern(Pages);
        hmm.Migrate(address, Pages);
        int left = 3;
        hmm.Device.Interpose = (step, _) =>
        {
            if (step == DriverStep.Invalidate && --left == 0)
                throw new DriverException();
        };
        Assert.Throws<DriverException>(() => DeviceMigration.OfPages(hmm.System, hmm.Device.Map.Heads()));
        hmm.CheckTables();
        Assert.Equal(Pages, hmm.Device.InUse);
        hmm.Device.Remove();
        Assert.Equal(Hmm.Pattern(Pages), hmm.Read(address, Pages));
        hmm.Close();
    }

    [Theory, InlineData(false), InlineData(true)]
    public void What_was_unmapped_before_a_mirror_threw_is_free(bool exit)
    {
        using Hmm hmm = new("P4c", Variant.Private);
        AddressSpace space = hmm.System.CreateAddressSpace();
        long first = space.MapAnonymous(PageSize, PageProtection.ReadWrite), last = space.MapAnonymous(PageSize, PageProtection.ReadWrite);
        space.Write(first, 1);
        Page page = hmm.Memory.PageAt(Hmm.EntryAt(space, first).Pfn);
        hmm.Memory.Lru.DrainAll();
        using (new IntervalNotifier(space, last, last + PageSize, static _ => throw new DriverException()))
            Assert.Throws<DriverException>(() =>
            {
                if (exit)
                    space.Dispose();
                else
                    space.Unmap(first, last + PageSize - first);
            });
        Assert.Equal(0, page.Count);
        space.Dispose();
        hmm.Close();
    }

    public static TheoryData<string> Changes => [.. ChangesByName.Keys];

    static readonly Dictionary<string, Action<Hmm, long>> ChangesByName = new()
    {
        ["a store to what a child shares"] = static (hmm, address) =>
        {
            hmm.Fork();
            hmm.Space.Write(address, 1);
        },
        ["a device that wants the page for itself"] = static (hmm, address) => hmm.Mirror.MakeExclusive(address, new byte[PageSize]),
        ["reclaim"] = static (hmm, _) => Reclaim.Shrink(hmm.System, 1),
        ["regular migration"] = static (hmm, address) => PageMigration.MovePages(hmm.Space, address, 1, AllocationZone.Normal),
        ["KSM"] = static (hmm, address) =>
        {
            hmm.Space.Advise(address, PageSize, MemoryAdvice.Mergeable);
            using Ksm ksm = new(hmm.System);
            ksm.Scan();
        },
    };

    [Theory, MemberData(nameof(Changes))]
    public void A_change_that_a_mirror_refuses_leaves_all_as_it_was(string change)
    {
        using Hmm hmm = new("P4c", Variant.Private);
        long address = hmm.MapPattern(1);
        using (new IntervalNotifier(hmm.Space, address, address + PageSize, static change =>
        {
            // Not of the fork, that only prepares one of the changes.
            if (change.Reason != InvalidateReason.Protection)
                throw new DriverException();
        }))
            Assert.Throws<DriverException>(() => ChangesByName[change](hmm, address));
        hmm.CheckTables();
        Assert.Equal(Hmm.Pattern(1), hmm.Read(address, 1));
        hmm.Close();
    }

    [Theory, MemberData(nameof(Cases))]
    public void An_eviction_whose_list_of_pages_breaks_off_can_be_begun_again(string protocol, Variant variant)
    {
        using Hmm hmm = new(protocol, variant);
        long address = hmm.MapPattern(Pages);
        hmm.Migrate(address, Pages);
        Assert.Throws<DriverException>(() => DeviceMigration.OfPages(hmm.System, SomePages(hmm.Device.Map)));
        hmm.CheckTables();
        hmm.Device.Remove();
        Assert.Equal(Hmm.Pattern(Pages), hmm.Read(address, Pages));
        hmm.Close();
    }

    static IEnumerable<Page> SomePages(DevicePagemap map)
    {
        int left = Pages / 2;
        foreach (Page page in map.Heads().Reverse())
            yield return left-- > 0 ? page : throw new DriverException();
    }

    [Theory, MemberData(nameof(Cases))]
    public void A_driver_that_touches_the_memory_that_it_is_asked_for_is_told_so(string protocol, Variant variant)
    {
        Assert.SkipUnless(variant == Variant.Private, "The CPU reaches coherent memory without a fault.");
        using Hmm hmm = new(protocol, variant);
        long address = hmm.MapPattern(1);
        hmm.Migrate(address, 1);
        hmm.Device.Interpose = (step, _) =>
        {
            if (step == DriverStep.MigrateToRam)
                hmm.Space.Read<int>(address);
        };
        Assert.Throws<LockRecursionException>(() => hmm.Space.Read<int>(address));
        hmm.Device.Interpose = static (_, _) => { };
        hmm.CheckTables();
        Assert.Equal(Hmm.Pattern(1), hmm.Read(address, 1));
        hmm.Close();
    }
}
