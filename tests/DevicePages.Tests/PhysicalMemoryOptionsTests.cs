namespace DevicePages.Tests;

public class PhysicalMemoryOptionsTests
{
    /// <summary>The option, and a machine that has it so.</summary>
    public static TheoryData<string, Action> Impossible => new()
    {
        { nameof(PhysicalMemoryOptions.NormalPages), () => Machine.Boot("P4c", new() { NormalPages = -1 }) },
        { nameof(PhysicalMemoryOptions.MovablePages), () => Machine.Boot("P4c", new() { MovablePages = -1 }) },
        { nameof(PhysicalMemoryOptions.DevicePages), () => Machine.Boot("P4c", new() { DevicePages = int.MinValue }) },
        { nameof(PhysicalMemoryOptions.Processors), () => Machine.Boot("P4c", new() { Processors = 0 }) },
        { nameof(PhysicalMemoryOptions.Processors), () => Machine.Boot("P4c", new() { Processors = -1 }) },
        { "options", () => Machine.Boot("P4c", new() { NormalPages = int.MaxValue, MovablePages = 1, DevicePages = 0 }) },
        { "options", () => Machine.Boot("P4c", new() { NormalPages = 1, MovablePages = 0, DevicePages = int.MaxValue }) },
        // Positive again after it wrapped around.
        { "options", () => Machine.Boot("P4c", new() { NormalPages = int.MaxValue, MovablePages = int.MaxValue, DevicePages = 3 }) },
    };

    [Theory, MemberData(nameof(Impossible))]
    public void A_machine_that_cannot_be_is_refused_by_the_option(string option, Action boot) =>
        Assert.Equal(option, Assert.Throws<ArgumentOutOfRangeException>(boot).ParamName);

    [Fact]
    public void A_machine_may_have_no_memory()
    {
        using PhysicalMemory memory = Machine.Boot("P4c", new() { NormalPages = 0, MovablePages = 0, DevicePages = 0, Processors = 1 });
        Assert.Equal((0, false), (memory.PageCount, memory.TryAllocate(AllocationZone.Movable, 0, out _)));
    }
}
