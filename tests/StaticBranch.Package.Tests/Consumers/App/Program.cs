using Buffers;

var pooled = new RefCountedBuffer(new byte[16], isPooled: true);
var own = new RefCountedBuffer(new byte[16], isPooled: false);

foreach (var buffer in (RefCountedBuffer[])[pooled, own])
{
    buffer.Retain();
    buffer.Release();
    Console.WriteLine($"alive {buffer.IsAlive}, last user known {buffer.HasLastUser}");
    buffer.Release();
    Console.WriteLine($"alive {buffer.IsAlive}, last user known {buffer.HasLastUser}");
}
