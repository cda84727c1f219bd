namespace PutPage.Tests;

/// <summary>
/// A flag keeps its value for the life of a process, so each position is a run of its own:
/// <c>dotnet test samples/PutPage.Tests</c> and <c>dotnet test samples/PutPage.Tests -p:DevicePages=false</c>.
/// </summary>
public class PutPageTests
{
    readonly List<Page> freedByDriver = [];

    [Fact]
    public void The_last_put_gives_an_ordinary_page_back_to_its_allocator()
    {
        PageAllocator allocator = new();
        var page = allocator.Allocate();

        V4_14.PutPage(page);

        Assert.True(allocator.Holds(page));
    }

    [Fact]
    public void With_the_flag_on_the_driver_hears_of_the_put_from_two_to_one()
    {
        Assert.SkipUnless(FeatureFlags.DevicePrivate, "The flag is off.");
        var page = DevicePageInUse();

        V4_14.PutPage(page);

        Assert.Equal([page], freedByDriver);
    }

    [Fact]
    public void With_the_flag_off_no_put_looks_for_device_pages()
    {
        Assert.SkipWhen(FeatureFlags.DevicePrivate, "The flag is on.");
        var page = DevicePageInUse();

        V4_14.PutPage(page);

        Assert.Empty(freedByDriver);
    }

    Page DevicePageInUse() => new(new PageAllocator(), new DevicePagemap(MemoryType.Private, freedByDriver.Add)) { RefCount = 2 };
}
