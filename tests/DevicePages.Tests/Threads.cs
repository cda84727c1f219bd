namespace DevicePages.Tests;

/// <summary>Threads that start together, and patience that is long enough never to decide about a result.</summary>
static class Threads
{
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public static void Run(int count, Action<int> body)
    {
        using Barrier start = new(count);
        Task[] threads =
        [
            .. from i in Enumerable.Range(0, count)
               select Task.Factory.StartNew(() =>
               {
                   start.SignalAndWait();
                   body(i);
               }, TaskCreationOptions.LongRunning),
        ];
        Assert.True(Task.WaitAll(threads, Patience));
    }

    public static Thread Start(Action body)
    {
        Thread thread = new(() => body()) { IsBackground = true };
        thread.Start();
        return thread;
    }

    /// <summary>Starts a thread, and returns when it has ended or somebody keeps it waiting.</summary>
    public static Thread StartUntilBlocked(Action body)
    {
        bool runs = false;
        Thread thread = Start(() =>
        {
            Volatile.Write(ref runs, true);
            body();
        });
        // Its start makes it wait as well.
        SpinUntil(() => !thread.IsAlive || Volatile.Read(ref runs) && (thread.ThreadState & ThreadState.WaitSleepJoin) != 0);
        return thread;
    }

    public static void SpinUntil(Func<bool> condition) => Assert.True(SpinWait.SpinUntil(condition, Patience));
}
