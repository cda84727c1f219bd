using Verify = StaticBranch.Tests.Verify<StaticBranch.HotPathAnalyzer, Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;

namespace StaticBranch.Tests.SpecialCases;

public class SpecialCaseMustBeGuardedTests
{
    [Theory]
    [InlineData("if ({|SB1001:page.IsZoneDevice|}) Special(page);")]
    [InlineData("if (!{|SB1001:page.IsZoneDevice|}) return; Special(page);")]
    [InlineData("if ({|SB1001:page.Kind == PageKind.Device|}) Special(page);")]
    [InlineData("if ({|SB1001:(page.Flags & 4) != 0|}) Special(page);")]
    [InlineData("if ({|SB1001:page.Kind.HasFlag(PageKind.Device)|}) Special(page);")]
    [InlineData("if ({|SB1001:page is DevicePage|}) Special(page);")]
    [InlineData("if ({|SB1001:page is DevicePage device|}) Special(device);")]
    [InlineData("if ({|SB1001:page.Map != null|}) Special(page);")]
    [InlineData("if ({|SB1001:page.Map is not null|}) Special(page);")]
    [InlineData("{|SB1001:page.Map|}?.Release();")]
    [InlineData("if ({|SB1001:IsDevice(page)|}) Special(page);")]
    [InlineData("if ({|SB1001:page is { IsZoneDevice: true, Count: > 2 }|}) Special(page);")]
    [InlineData("if ({|SB1001:page is not { Count: > 2, IsZoneDevice: true }|}) return; Special(page);")]
    [InlineData("bool device = page.IsZoneDevice; if ({|SB1001:device|}) Special(page);")]
    [InlineData("int n = {|SB1001:page.IsZoneDevice|} ? 2 : 1; Use(n);")]
    [InlineData("if (page.Count > 3 && {|SB1001:page.IsZoneDevice|}) Special(page);")]
    [InlineData("Special({|SB1001:page.Owner|} ?? page);")]
    [InlineData("if ({|SB1001:page.IsKept|}) Special(page);")]
    [InlineData("if (!{|SB1001:page.CanBePooled|}) { if (page.IsZoneDevice) Special(page); }")]
    [InlineData("if ({|SB1001:page.CanBePooled|}) Use(1); else if (page.IsZoneDevice) Special(page);")]
    [InlineData("if ({|SB1001:page.Disposed == 1|}) Special(page);")]
    [InlineData("if ({|SB1001:Volatile.Read(ref page.Disposed) != 0|}) Special(page);")]
    [InlineData("if ({|SB1001:Volatile.Read(ref page.IsOld)|}) Special(page);")]
    [InlineData("if ({|SB1001:IsDeviceAt(ref page)|}) Special(page);")]
    [InlineData("if (page.ErrorCode == 0) { if ({|SB1001:page.IsZoneDevice|}) Special(page); }")]
    [InlineData("if ({|SB1001:page.IsZoneDevice|}) { if (page.Count < 0) throw new InvalidOperationException(); Special(page); }")]
    [InlineData("if ({|SB1001:page.IsZoneDevice|}) { done.TrySetResult(1); return; } Special(page);")]
    [InlineData("if (Memory.Tries > 3 && {|SB1001:page.IsZoneDevice|}) Special(page);")]
    [InlineData("int thread = Environment.CurrentManagedThreadId; if ({|SB1001:thread == 0|}) return; Special(page);")]
    [InlineData("if ({|SB1001:0 == Thread.CurrentThread.ManagedThreadId|}) return; Special(page);")]
    [InlineData("if ({|SB1001:zone != null|}) zone.Release();")]
    [InlineData("{|SB1001:zone|}?.Release();")]
    [InlineData("if ({|SB1001:zone is object|}) zone.Release();")]
    [InlineData("var page2 = Pages[0] ?? page; if ({|SB1001:page2.IsZoneDevice|}) Special(page);")]
    [InlineData("if ({|SB1001:page.IsZoneDevice|}) { if (log != null) log.LogDebug(\"device\"); Special(page); }")]
    [InlineData("foreach (var one in page.Group) { Use(2); if ({|SB1001:one.IsZoneDevice|}) Special(one); }")]
    [InlineData("foreach (var one in page.Group) { if ({|SB1001:one.IsZoneDevice|}) Special(one); else Use(2); }")]
    [InlineData("foreach (var one in page.Group) { Use(2); if ({|SB1001:one.IsZoneDevice|}) continue; Special(one); }")]
    [InlineData("foreach (var one in page.Group) { if ({|SB1001:page.IsZoneDevice|}) Special(one); }")]
    [InlineData("switch ({|SB1001:page.Kind|}) { case PageKind.Device: Special(page); break; }")]
    [InlineData("switch ({|SB1001:page.Kind|}) { case PageKind.Device: Special(page); break; case PageKind.Huge: Use(2); break; }")]
    [InlineData("if ({|SB1001:page == Page.Empty|}) return; Special(page);")]
    [InlineData("if ({|SB1001:Page.Empty != page|}) Use(2); else if (page.IsZoneDevice) Special(page);")]
    [InlineData("if ({|SB1001:ReferenceEquals(page, Page.Empty)|}) return; Special(page);")]
    [InlineData("if ({|SB1001:page.Owner == Page.Empty|}) return; Special(page);")]
    [InlineData("while (page.Count > 3 && {|SB1001:page.IsZoneDevice|}) Special(page);")]
    [InlineData("if ({|SB1001:page.Native != IntPtr.Zero|}) Special(page);")]
    [InlineData("if ({|SB1001:page.Native == default|}) Use(2); else Special(page);")]
    [InlineData("if ({|SB1001:page.Parent != null|}) Special(page);")]
    public Task Triggers(string body) => Verify.Findings(InHotMember(body));

    [Theory]
    [InlineData("if (page is { IsZoneDevice: false, Count: > 2 }) Use(1);")]
    [InlineData("if ((page.IsZoneDevice, page.Count) is (false, > 2)) Use(1);")]
    [InlineData("if (Interlocked.Decrement(ref page.Count) == 0) Special(page);")]
    [InlineData("if (page.IsZoneDevice) throw new InvalidOperationException();")]
    [InlineData("if (page.IsZoneDevice && page.Count < 0) throw new InvalidOperationException();")]
    [InlineData("if (page.IsZoneDevice) { if (page.IsOld || page.Count < 0) throw new InvalidOperationException(); } Special(page);")]
    [InlineData("if (Interlocked.Decrement(ref page.Count) == 0) { if (page.IsZoneDevice) Special(page); }")]
    [InlineData("if (Interlocked.Decrement(ref page.Count) != 0) return; if (page.IsZoneDevice) Special(page);")]
    [InlineData("if (Interlocked.Decrement(ref page.Count) == 0 && page.IsZoneDevice) Special(page);")]
    [InlineData("while (page.Count > 3) Special(page);")]
    [InlineData("Special(page.Next ?? new Page());")]
    [InlineData("if (waiter == null) Use(1); else waiter.SetResult(1);")]
    [InlineData("if (Volatile.Read(ref page.Count) == 1) Special(page);")]
    [InlineData("if (Interlocked.Exchange(ref page.Disposed, 1) != 0) Special(page);")]
    [InlineData("if (page.Name != null) Special(page);")]
    [InlineData("if (page.Name[0] == 'x' || '\\0' == page.Name[1]) Special(page);")]
    [InlineData("if (page.Name[0] is 'x') Special(page);")]
    [InlineData("bool on = false; for (int i = 0; i < 3; i++) { on = !on; if (on) Special(page); }")]
    [InlineData("bool on = false, off = true; for (int i = 0; i < 3; i++) { off = !on; on = !off; if (on == false || on && off) Special(page); }")]
    [InlineData("bool on; on = !{|CS0165:on|}; if (on) Special(page);")]
    [InlineData("int left; left = {|CS0165:left|} - 1; if (left == 0) Special(page);")]
    [InlineData("if (page.HasRoom) Special(page);")]
    [InlineData("if (page.IsAvailable) Special(page);")]
    [InlineData("if (page.IsTotallyFree()) Special(page);")]
    [InlineData("if (page.WasEmpty) Special(page);")]
    [InlineData("if (timeout.IsExpired) return; Special(page);")]
    [InlineData("if (page.HasWaiter()) Special(page);")]
    [InlineData("if (page.Handle.IsNull()) Special(page);")]
    [InlineData("foreach (var one in page.Group) { if (one.IsZoneDevice) Special(one); }")]
    [InlineData("foreach (var one in page.Group) { if (one.IsZoneDevice) continue; Use(2); Special(one); }")]
    [InlineData("for (int i = 0; i < 1; i++) { var one = Pages[i]; if (one is DevicePage device) Special(device); }")]
    [InlineData("if (Interlocked.Decrement(ref page.Count) == 0 && page.Failure is {|CS0246:Unknown|} unknown) Special(page);")]
    [InlineData("if (page.IsOfCommonSize) Special(page);")]
    [InlineData("ref Page link = ref page; if (IsEnd(ref link)) Special(page);")]
    [InlineData("if (page.ErrorCode != 0) { if (page.IsZoneDevice) Special(page); }")]
    [InlineData("if (page.Failure is not null) { if (page.IsZoneDevice) Special(page); }")]
    [InlineData("if (page.IsZoneDevice) { done.TrySetException(new InvalidOperationException()); return; } Special(page);")]
    [InlineData("if (page.IsZoneDevice) { Task.FromException(new InvalidOperationException()); return; } Special(page);")]
    [InlineData("if (page == null) return; Special(page);")]
    [InlineData("if (page is object) Special(page);")]
    [InlineData("if (name != null) Special(page);")]
    [InlineData("zone ??= new Map(); zone.Release();")]
    [InlineData("int thread = Environment.CurrentManagedThreadId; if (thread == page.Count) Special(page);")]
    [InlineData("if (page.Freed.Length != 0) Special(page);")]
    [InlineData("switch (page.Kind) { case PageKind.Device: Special(page); break; case PageKind.Huge: Use(2); break; case PageKind.Slab: Use(3); break; }")]
    [InlineData("if (page.Kind == PageKind.Device) Special(page); else if (page.Kind == PageKind.Huge) Use(2); else if (page.Kind is not PageKind.Slab) Use(3);")]
    [InlineData("if (page == page.Next) return; Special(page);")]
    [InlineData("if (page.Next == Page.Empty) return; Special(page);")]
    [InlineData("if (stopping.IsCancellationRequested) return; Special(page);")]
    [InlineData("if (page.Written.Status != TaskStatus.RanToCompletion) Special(page);")]
    [InlineData("if (page.IsZoneDevice | page.Count > 3) Special(page);")]
    [InlineData("if (page.IsZoneDevice ^ page.Count > 3) Special(page);")]
    [InlineData("if (!page.IsZoneDevice & page.Count > 3) Special(page);")]
    [InlineData("if (Never(page) && page.IsZoneDevice) Special(page);")]
    [InlineData("if (Given(page, false) && page.IsZoneDevice) Special(page);")]
    public Task DoesNotTrigger(string body) => Verify.Findings(InHotMember(body));

    /// <summary>Code that answers with an error instead of an exception.</summary>
    [Theory]
    [InlineData("if (page.IsZoneDevice) { log.LogError(\"device\"); return; } Special(page);")]
    [InlineData("if (page.IsZoneDevice) { while (!log.TryWriteError(page)) Use(1); }")]
    [InlineData("if (page.Count < 0) { if (page.IsZoneDevice) Use(1); log.LogError(\"gone\"); } Special(page);")]
    [InlineData("if (page.Count < 0) { log.LogError(\"gone\"); if (page.IsZoneDevice) Use(1); } Special(page);")]
    public Task Is_silent_on_the_way_to_an_error(string body) => Verify.Findings(InHotMember(body));

    /// <summary>Whether there is something to give back is what a return is about; whether there is something else is not.</summary>
    [Theory]
    [InlineData("if ({|SB1001:enlisted != null|}) { pending = enlisted; enlisted = null; } else pool.Return(buffer);")]
    [InlineData("if ({|SB1001:large != null|}) pool.Return(large); pool.Return(buffer);")]
    [InlineData("if (large != null) { pool.Return(large); large = null; } pool.Return(buffer);")]
    [InlineData("var held = large; large = null; if (held != null) Use(held); pool.Return(buffer);")]
    [InlineData("if (large != null) pool.Return(large);")]
    [InlineData("if ({|SB1001:pool != null|}) pool.Return(buffer); else inner?.Dispose();")]
    [InlineData("inner?.Dispose(); inner = null; pool.Return(buffer);")]
    [InlineData("if ({|SB1001:enlisted != null|}) Use(buffer); base.Forget(); pool.Return(buffer);")]
    [InlineData("if (enlisted != null) Use(buffer); base.Enlist(); pool.Return(buffer);")]
    [InlineData("Inner held = null; if (inner != null) held = inner; held.Dispose(); inner = null; pool.Return(buffer);")]
    public Task Tells_what_is_given_back_from_what_few_have(string body) => Verify.Findings($$"""
        using System;
        using System.Buffers;

        class Rented : Enlisted
        {
            readonly ArrayPool<byte> pool = ArrayPool<byte>.Shared;
            byte[] buffer, large;
            object pending;
            Inner inner;
            static void Use(byte[] buffer) { }
            void Release() { {{body}} }
        }
        class Enlisted
        {
            protected object enlisted;
            protected void Enlist() => enlisted = new();
            protected void Forget() => enlisted = null;
        }
        class Inner { public void Dispose() { } }
        """);

    /// <summary>Who asks whether there is something to let go of, and does nothing else, has no common work that pays for the question.</summary>
    [Theory]
    [InlineData("inner?.Dispose();")]
    [InlineData("var held = inner as Inner; held?.Dispose();")]
    [InlineData("Use(); {|SB1001:inner|}?.Dispose();")]
    [InlineData("used = true; {|SB1001:inner|}?.Dispose();")]
    [InlineData("Use(); if ({|SB1001:IsEnded|}) return; Use();")]
    [InlineData("Use(); if (IsEnded) return; inner = null;")]
    [InlineData("Use(); if (IsEnded) return; Take(ref inner);")]
    [InlineData("if (nextBlock != null) { nextBlock.previousBlock = null; nextBlock = null; } Use();")]
    [InlineData("if ({|SB1001:sibling != null|}) { sibling.previousBlock = null; sibling = null; } Use();")]
    public Task Tells_a_wrapper_and_a_link_from_what_few_have(string body) => Verify.Findings($$"""
        using StaticBranch;

        class Block
        {
            Inner inner;
            Block nextBlock, previousBlock, sibling;
            bool used;
            bool IsEnded => inner is null;
            static void Use() { }
            static void Take(ref Inner held) => held = null;
            [HotPath] void Release() { {{body}} }
        }
        class Inner { public void Dispose() { } }
        """);

    /// <summary>What a worker is doing is asked by all of its work; of what kind it is, or whether its life is over, is not.</summary>
    [Theory]
    [InlineData("while (!stopped) Use(page);")]
    [InlineData("do Use(page); while (running);")]
    [InlineData("if (draining) Use(page);")]
    [InlineData("if ({|SB1001:disposed|}) return; Use(page);")]
    [InlineData("if ({|SB1003:isManual|}) Use(page);")]
    [InlineData("while ({|SB1003:isManual|} && page != null) page = page.Next;")]
    [InlineData("if ({|SB1001:page.IsPinned|}) Use(page);")]
    public Task Tells_what_a_worker_does_from_what_it_is(string body) => Verify.Findings($$"""
        using StaticBranch;

        class Page { public Page Next; public bool IsPinned; public void Pin() => IsPinned = true; public void Unpin() => IsPinned = false; }
        class Worker
        {
            readonly bool isManual;
            bool stopped, running, draining, disposed;
            static void Use(Page page) { }
            void Stop() => stopped = true;
            void Dispose() => disposed = true;
            void Drain() { draining = true; Use(null); draining = false; }
            [HotPath] void Work(Page page) { Use(page); {{body}} }
        }
        """);

    [Theory]
    [InlineData("class Block : Counted { protected override void Deallocate(Page page) { if (page.IsZoneDevice) Page.Special(page); } }")]
    [InlineData("class Block : Counted { protected override void Touch(Page page) { if ({|SB1001:page.IsZoneDevice|}) Page.Special(page); } }")]
    [InlineData("class Block : Counted { [StaticBranch.HotPath] protected override void Deallocate(Page page) { if ({|SB1001:page.IsZoneDevice|}) Page.Special(page); } }")]
    [InlineData("class Block : Middle { protected override void Free(Page page) { if (page.IsZoneDevice) Page.Special(page); } }")]
    [InlineData("class Block : Owner { protected override void Dispose(bool disposing) { Page page = new(); if (page.IsZoneDevice) Page.Special(page); } }")]
    public Task Is_silent_in_the_callback_that_the_last_reference_calls(string types) => Verify.Findings($$"""
        using System;
        using System.Buffers;
        using System.Threading;

        abstract class Counted
        {
            int refCount;
            public void Release(Page page) { Touch(page); if (Interlocked.Decrement(ref refCount) == 0) Deallocate(page); }
            protected virtual void Deallocate(Page page) { }
            protected virtual void Touch(Page page) { }
        }
        abstract class Middle : Counted
        {
            protected override void Deallocate(Page page) => Free(page);
            protected abstract void Free(Page page);
        }
        abstract class Owner : MemoryManager<byte>
        {
            int state;
            static int Decrement(ref int counter) => Interlocked.Decrement(ref counter);
            public void Release() { if (Decrement(ref state) == 0) Dispose(true); }
            public override Span<byte> GetSpan() => default;
            public override MemoryHandle Pin(int elementIndex = 0) => default;
            public override void Unpin() { }
        }
        {{types}}
        class Page
        {
            public bool IsZoneDevice;
            public static void Special(Page page) { }
        }
        """, hotPaths: "T:Block");

    static string InHotMember(string body) => $$"""
        using System;
        using System.Runtime.CompilerServices;
        using System.Threading;
        using System.Threading.Tasks;
        using StaticBranch;

        [Flags] enum PageKind { Normal, Device = 4, Huge = 8, Slab = 16 }
        class Map { public void Release() { } }
        struct TimeoutTracker { int left; public bool IsExpired => left < 3; }
        struct Handle { IntPtr value; public bool IsNull() => value == IntPtr.Zero; }
        class DevicePage : Page { }
        class Page
        {
            public int Count, Flags, ErrorCode, Disposed;
            public bool IsOld;
            public Exception Failure;
            public PageKind Kind;
            public readonly int[] Freed = [];
            public bool IsZoneDevice => (Flags & 4) != 0;
            public Map Map;
            public Page Next, Owner;
            public IntPtr Native;
            public Task Written;
            public Handle Handle;
            public Page Parent;
            public bool WasEmpty;
            public bool HasWaiter() => Count > 3;
            public static readonly Page Empty = new();
            public Page[] Group;
            public string Name;
            public bool IsOfCommonSize => Count == 1;
            public bool HasRoom => Count <= 16;
            public bool IsAvailable => (Flags & 4) != 0;
            public bool IsTotallyFree() => (Flags & 4) != 0;
            public bool CanBePooled => (Flags & 16) == 0;
            public bool IsKept => Count <= 16 && (Flags & 8) != 0;
        }
        static class Memory
        {
            static void Special(Page page) { }
            static void Use(int n) { }
            static readonly TaskCompletionSource<int> done = new();
            static bool Never(Page page) => false;
            static bool Given(Page page, bool answer) => answer;
            static bool IsDevice(Page page) => page.IsZoneDevice;
            static bool IsDeviceAt(ref Page page) => page.IsZoneDevice;
            static bool IsEnd(ref Page page) => Unsafe.IsNullRef(ref page);
            static int Tries;
            static readonly Page[] Pages = new Page[1];
            [HotPath] static void Put(Page page, string name = null, Map zone = null, Log log = null, TaskCompletionSource<int> waiter = null, CancellationToken stopping = default, TimeoutTracker timeout = default) { Use(0); {{body}} }
        }
        class Log { public void LogError(string text) { } public void LogDebug(string text) { } public bool TryWriteError(Page page) => true; }
        """;
}
