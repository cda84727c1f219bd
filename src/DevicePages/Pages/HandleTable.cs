namespace DevicePages;

/// <summary>Managed objects by small positive numbers, which native page descriptors can hold. Reads take no lock.</summary>
/// <typeparam name="T">Kind of object.</typeparam>
/// <remarks>A handle is valid from <see cref="Add"/> to <see cref="Remove"/>; the caller sees to it that nobody uses it later.</remarks>
public sealed class HandleTable<T> where T : class
{
    readonly Lock gate = new();
    readonly Stack<int> free = new();
    T?[] items = new T?[16];
    int used = 1;

    /// <summary>The object that a handle stands for.</summary>
    /// <param name="handle">A handle from <see cref="Add"/>.</param>
    /// <exception cref="KeyNotFoundException">It was taken back.</exception>
    public T this[int handle] => Volatile.Read(ref items)[handle] ?? throw NotInUse(handle);

    /// <summary>Gives an object a handle.</summary>
    /// <param name="item">The object.</param>
    /// <returns>Its handle, from 1.</returns>
    public int Add(T item)
    {
        lock (gate)
        {
            if (!free.TryPop(out int handle))
                handle = used++;
            if (handle == items.Length)
            {
                T?[] larger = new T?[handle * 2];
                items.CopyTo(larger, 0);
                Volatile.Write(ref items, larger);
            }
            Volatile.Write(ref items[handle], item);
            return handle;
        }
    }

    /// <summary>Takes a handle back.</summary>
    /// <param name="handle">A handle in use.</param>
    /// <exception cref="KeyNotFoundException">It is not in use.</exception>
    public void Remove(int handle)
    {
        lock (gate)
        {
            if ((uint)handle >= (uint)items.Length || items[handle] is null)
                throw NotInUse(handle);
            items[handle] = null;
            free.Push(handle);
        }
    }

    static KeyNotFoundException NotInUse(int handle) => new($"Handle {handle} is not in use.");
}
