using System.Buffers;
using DevicePages;

using PhysicalMemory memory = new PhysicalMemory<P3<SwitchedKey>>();
try
{
    using DeviceMemoryPool pool = new(memory, new(memory.DeviceRange.Start, 8));
    int rented;
    using (IMemoryOwner<byte> owner = pool.Rent(100))
    {
        owner.Memory.Span[..100].Fill(1);
        rented = pool.Available;
    }
    Console.WriteLine($"{rented} buffers are free while one is rented, {pool.Available} after it was disposed.");
}
catch (Exception refused) when (refused is InvalidOperationException or NotSupportedException)
{
    Console.WriteLine(refused.Message);
}
