using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DevicePages.Tests;

public class PageDescriptorTests
{
    [Fact]
    public void Is_one_cache_line_of_64_bytes() => Assert.Equal(64, Unsafe.SizeOf<PageDescriptor>());

    [Fact]
    public unsafe void Starts_on_a_cache_line()
    {
        using PhysicalMemory memory = Machine.Boot("P4c");
        Assert.Equal(0, (nint)memory.PageAt(3).Descriptor % 64);
    }

    [Fact]
    public void Wastes_no_byte_and_shares_none()
    {
        int[] fieldSizes = [.. typeof(PageDescriptor).GetFields().Where(field => !field.IsStatic).Select(field => Marshal.SizeOf(field.FieldType))];
        int[] offsets = [.. typeof(PageDescriptor).GetFields().Where(field => !field.IsStatic).Select(field => (int)Marshal.OffsetOf<PageDescriptor>(field.Name))];
        bool[] taken = new bool[64];
        foreach ((int offset, int size) in offsets.Zip(fieldSizes))
            for (int i = offset; i < offset + size; i++)
            {
                Assert.False(taken[i]);
                taken[i] = true;
            }
        Assert.DoesNotContain(false, taken);
    }

    [Fact]
    public void Page_frame_and_page_are_two_names_of_one_thing()
    {
        using PhysicalMemory memory = Machine.Boot("P4c");
        Assert.All(Enumerable.Range(0, memory.PageCount), pfn => Assert.Equal(pfn, memory.PfnOf(memory.PageAt(pfn))));
    }

    [Theory, InlineData(-1), InlineData(512)]
    public void Page_frames_end_where_memory_ends(int pfn)
    {
        using PhysicalMemory memory = Machine.Boot("P4c");
        Assert.Throws<ArgumentOutOfRangeException>(() => memory.PageAt(pfn));
    }
}
