namespace StaticBranch.Tests.Idiomatic;

/// <summary>Things that count down and are no reference counts.</summary>
class Counters(Action<string>? log)
{
    readonly TaskCompletionSource done = new();
    readonly SemaphoreSlim slots = new(4);
    int pending = 3;
    int work;
    bool verbose;

    public bool Verbose { get => verbose; set => verbose = value; }

    public void Arrive()
    {
        if (Interlocked.Decrement(ref pending) == 0) done.TrySetResult();
        if (verbose) log?.Invoke("arrived");
    }

    public void Drain()
    {
        if (Interlocked.Increment(ref work) != 1) return;
        do log?.Invoke("a round");
        while (Interlocked.Decrement(ref work) != 0);
    }

    public async Task<int> Throttled(Func<Task<int>> operation)
    {
        await slots.WaitAsync();
        try
        {
            return await operation();
        }
        finally
        {
            slots.Release();
        }
    }
}
