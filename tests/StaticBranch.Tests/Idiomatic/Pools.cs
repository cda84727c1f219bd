using System.Buffers;
using System.Collections.Concurrent;

namespace StaticBranch.Tests.Idiomatic;

/// <summary>What a pool asks on every call is its own business: is there one, is there room.</summary>
class ObjectPool<T>(int capacity) where T : class, new()
{
    readonly ConcurrentQueue<T> items = new();
    T? first;
    int count;

    public T Rent()
    {
        var item = first;
        if (item is not null && Interlocked.CompareExchange(ref first, null, item) == item) return item;
        if (!items.TryDequeue(out item)) return new T();
        Interlocked.Decrement(ref count);
        return item;
    }

    public void Return(T item)
    {
        ArgumentNullException.ThrowIfNull(item);
        if (first is null && Interlocked.CompareExchange(ref first, item, null) is null) return;
        if (Interlocked.Increment(ref count) <= capacity) items.Enqueue(item);
        else Interlocked.Decrement(ref count);
    }
}

class BucketPool
{
    readonly byte[]?[][] buckets = [new byte[]?[8], new byte[]?[8]];

    public void Return(byte[] array)
    {
        var bucket = buckets[array.Length <= 1024 ? 0 : 1];
        for (var i = 0; i < bucket.Length; i++)
            if (bucket[i] is null)
            {
                bucket[i] = array;
                return;
            }
    }
}

class PooledOwner(int length) : IMemoryOwner<byte>
{
    byte[]? array = ArrayPool<byte>.Shared.Rent(length);

    public Memory<byte> Memory => array.AsMemory(0, length);

    public void Dispose()
    {
        if (Interlocked.Exchange(ref array, null) is { } rented) ArrayPool<byte>.Shared.Return(rented);
    }
}
