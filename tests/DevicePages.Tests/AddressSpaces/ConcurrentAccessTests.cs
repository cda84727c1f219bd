namespace DevicePages.Tests;

public class ConcurrentAccessTests
{
    const int Pages = 32;
    const int PageSize = PhysicalMemory.PageSize;

    public static TheoryData<string, Variant> Cases => Hmm.DeviceMemoryCases;

    [Theory, MemberData(nameof(Cases))]
    public void However_many_fault_on_a_device_page_it_moves_once(string protocol, Variant variant)
    {
        using Hmm hmm = new(protocol, variant);
        long address = hmm.MapPattern(Pages);
        hmm.Migrate(address, Pages);
        int faults = 0;
        hmm.Device.Interpose = (step, _) => Interlocked.Add(ref faults, step == DriverStep.MigrateToRam ? 1 : 0);
        Threads.Run(4, _ =>
        {
            for (int page = 0; page < Pages; page++)
                Assert.Equal(page * 1024, hmm.Space.Read<int>(address + page * PageSize));
        });
        Assert.Equal((hmm.IsPrivate ? Pages : 0, hmm.IsPrivate ? 0 : Pages), (faults, hmm.Device.InUse));
        hmm.CheckTables();
        hmm.Close();
    }

    [Theory, MemberData(nameof(Cases))]
    public void No_store_is_lost_while_pages_go_to_and_fro(string protocol, Variant variant)
    {
        using Hmm hmm = new(protocol, variant);
        long address = hmm.Map(Pages);
        const int Rounds = 200;
        Threads.Run(3, thread =>
        {
            for (int round = 1; round <= Rounds; round++)
                if (thread < 2)
                    Increment(hmm.Space, address, thread * sizeof(int), round);
                else
                {
                    hmm.Mirror.MigrateToDevice(address, new byte[Pages * PageSize]);
                    hmm.Mirror.MigrateToSystem(address, Pages);
                }
        });
        for (int page = 0; page < Pages; page++)
            Assert.Equal((Rounds, Rounds), (hmm.Space.Read<int>(address + page * PageSize), hmm.Space.Read<int>(address + page * PageSize + sizeof(int))));
        hmm.CheckTables();
        hmm.Close();
    }

    static void Increment(AddressSpace space, long address, int offset, int round)
    {
        for (int page = 0; page < Pages; page++)
        {
            long at = address + page * PageSize + offset;
            Assert.Equal(round - 1, space.Read<int>(at));
            space.Write(at, round);
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void Parent_and_child_fault_at_once_and_see_their_own(string protocol, Variant variant)
    {
        using Hmm hmm = new(protocol, variant);
        long address = hmm.MapPattern(Pages);
        hmm.Migrate(address, Pages);
        AddressSpace[] family = [hmm.Space, hmm.Fork()];
        Threads.Run(2, thread =>
        {
            for (int page = 0; page < Pages; page++)
                family[thread].Write(address + page * PageSize, thread * 1000 + page);
        });
        for (int page = 0; page < Pages; page++)
            Assert.Equal((page, 1000 + page), (family[0].Read<int>(address + page * PageSize), family[1].Read<int>(address + page * PageSize)));
        hmm.CheckTables();
        hmm.Close();
    }

    [Theory, MemberData(nameof(Cases))]
    public void Processes_come_and_go_while_pages_move(string protocol, Variant variant)
    {
        using Hmm hmm = new(protocol, variant);
        long address = hmm.MapPattern(Pages);
        Threads.Run(3, thread =>
        {
            for (int round = 0; round < 40; round++)
                switch (thread)
                {
                    case 0:
                        hmm.Mirror.MigrateToDevice(address, new byte[Pages * PageSize]);
                        break;
                    case 1:
                        using (AddressSpace child = hmm.Space.Fork())
                        {
                            Assert.Equal(round % Pages * 1024, child.Read<int>(address + round % Pages * PageSize));
                            child.Write(address, round);
                        }
                        break;
                    case 2:
                        Assert.Equal(Hmm.Pattern(Pages), hmm.Read(address, Pages));
                        break;
                }
        });
        hmm.CheckTables();
        hmm.Close();
    }

    [Theory, MemberData(nameof(Cases))]
    public void A_range_may_go_while_its_pages_are_on_their_way(string protocol, Variant variant)
    {
        using Hmm hmm = new(protocol, variant);
        for (int round = 0; round < 20; round++)
        {
            long address = hmm.MapPattern(Pages);
            Threads.Run(3, thread =>
            {
                switch (thread)
                {
                    case 0:
                        hmm.Mirror.MigrateToDevice(address, new byte[Pages * PageSize]);
                        break;
                    case 1:
                        hmm.Space.Advise(address, Pages * PageSize / 2, MemoryAdvice.DontNeed);
                        break;
                    case 2:
                        hmm.Space.Unmap(address + Pages * PageSize / 2, Pages * PageSize / 2);
                        break;
                }
            });
            Assert.Equal(new int[Pages / 2 * PageSize / sizeof(int)], hmm.Read(address, Pages / 2));
            hmm.CheckTables();
            hmm.Space.Unmap(address, Pages * PageSize);
        }
        hmm.Close();
    }

    [Theory, MemberData(nameof(Cases))]
    public void A_fast_taker_gets_the_page_that_is_mapped_or_none(string protocol, Variant variant)
    {
        using Hmm hmm = new(protocol, variant);
        long address = hmm.MapPattern(Pages);
        Threads.Run(3, thread =>
        {
            for (int round = 0; round < 200; round++)
                if (thread == 0)
                {
                    hmm.Mirror.MigrateToDevice(address, new byte[Pages * PageSize]);
                    hmm.Mirror.MigrateToSystem(address, Pages);
                }
                else
                {
                    int at = round % Pages;
                    Page[] taken = UserPages.TakeFast(hmm.Space, address + at * PageSize, 1, UserPageAccess.Pin | UserPageAccess.Write);
                    Assert.Equal(at * 1024, BitConverter.ToInt32(hmm.Memory.Bytes(taken[0])));
                    Assert.False(hmm.IsPrivate && taken[0].IsZoneDevice);
                    UserPages.Release(hmm.Memory, taken, UserPageAccess.Pin);
                }
        });
        hmm.CheckTables();
        hmm.Close();
    }

    [Theory, MemberData(nameof(Cases))]
    public void The_device_and_the_cpu_take_turns_and_lose_nothing(string protocol, Variant variant)
    {
        using Hmm hmm = new(protocol, variant);
        long address = hmm.Map(Pages);
        const int Rounds = 30;
        Threads.Run(2, thread =>
        {
            byte[] page = new byte[PageSize];
            for (int round = 1; round <= Rounds; round++)
                if (thread == 0)
                {
                    Array.Fill(page, (byte)round);
                    for (int i = 0; i < Pages; i += 2)
                        Assert.Equal(Errno.None, hmm.Mirror.Write(address + i * PageSize, page).Error);
                    hmm.Mirror.MigrateToDevice(address, new byte[Pages * PageSize]);
                }
                else
                    for (int i = 1; i < Pages; i += 2)
                        hmm.Space.Write(address + i * PageSize, round);
        });
        for (int i = 0; i < Pages; i++)
            Assert.Equal(i % 2 == 0 ? Rounds * 0x01010101 : Rounds, hmm.Space.Read<int>(address + i * PageSize));
        hmm.CheckTables();
        hmm.Close();
    }
}
