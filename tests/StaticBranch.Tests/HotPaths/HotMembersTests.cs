using Microsoft.CodeAnalysis;
using Verify = StaticBranch.Tests.Verify<StaticBranch.HotPathAnalyzer, Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;

namespace StaticBranch.Tests.HotPaths;

/// <summary>Which members are looked at: in each case the same test of a special kind stands in a body, and is marked where the body is hot.</summary>
public class HotMembersTests
{
    [Theory]
    [InlineData("class Memory { [HotPath] void Go(Page page) { HOT } }")]
    [InlineData("class Memory { [StaticBranch.HotPath] void Go(Page page) { HOT } }")]
    [InlineData("[HotPath] class Memory { void Go(Page page) { HOT } }")]
    [InlineData("[HotPath] struct Memory { void Go(Page page) { HOT } }")]
    [InlineData("[HotPath] class Memory { class Inner { void Go(Page page) { HOT } } }")]
    [InlineData("[HotPath] class Memory { Memory(Page page) { COLD } ~Memory() { Page page = null; COLD } }")]
    [InlineData("[assembly: HotPath] class Memory { void Go(Page page) { HOT } }")]
    [InlineData("interface IMemory { [HotPath] void Go(Page page); } class Memory : IMemory { public void Go(Page page) { HOT } public void Other(Page page) { COLD } }")]
    [InlineData("interface IMemory { [HotPath] void Go(Page page); } class Memory : IMemory { void IMemory.Go(Page page) { HOT } }")]
    [InlineData("[HotPath] interface IMemory { void Go(Page page); } class Memory : IMemory { public void Go(Page page) { HOT } }")]
    [InlineData("interface IMemory { [HotPath] Page Page { set; } } class Memory : IMemory { public Page Page { set { var page = value; HOT } } }")]
    [InlineData("abstract class Base { [HotPath] public abstract void Go(Page page); } class Memory : Base { public override void Go(Page page) { HOT } }")]
    [InlineData("class Base { [HotPath] public virtual void Go(Page page) { HOT } } class Memory : Base { public override void Go(Page page) { HOT } }")]
    [InlineData("class Base { [HotPath] public virtual void Go(Page page) { HOT } } class Middle : Base { } class Memory : Middle { public override void Go(Page page) { HOT } }")]
    [InlineData("class Memory { [HotPath] Page Page { set { var page = value; HOT } } }")]
    [InlineData("class Memory { Page Page { [HotPath] set { var page = value; HOT } } }")]
    [InlineData("class Memory { [HotPath] public static Memory operator +(Memory memory, Page page) { HOT return memory; } }")]
    [InlineData("partial class Memory { [HotPath] partial void Go(Page page); } partial class Memory { partial void Go(Page page) { HOT } }")]
    [InlineData("class Memory { [method: HotPathAttribute] void Go(Page page) { HOT } }")]
    [InlineData("class Memory { [System.Obsolete, global::StaticBranch.HotPath] void Go(Page page) { HOT } }")]
    [InlineData("using Hot = StaticBranch.HotPathAttribute; class Memory { [Hot] void Go(Page page) { HOT } }")]
    [InlineData("partial class Memory { [HotPath] partial void Go(Page page); void Other(Page page) { COLD } } partial class Memory { partial void Go(Page page) { HOT } }")]
    [InlineData("class Memory { void Go(Page page) { COLD } }")]
    [InlineData("[HotPath] class Memory { [ColdPath(\"at start-up\")] void Go(Page page) { COLD } }")]
    [InlineData("[HotPath] class Memory { [ColdPath(\"at start-up\")] Page Page { set { var page = value; COLD } } }")]
    [InlineData("[HotPath] class Memory { [System.Diagnostics.Conditional(\"DEBUG\")] void Go(Page page) { COLD } }")]
    [InlineData("namespace Other { class HotPathAttribute : System.Attribute { } class Memory { [Other.HotPath] void Go(Page page) { COLD } } }")]
    public Task An_attribute_decides(string types) => Verify.Findings(Source(types));

    [Theory]
    [InlineData("M:Memory.Go(Page)")]
    [InlineData("T:Memory")]
    [InlineData("M:Memory.*")]
    [InlineData("M:Elsewhere.Go|M:Memory.Go(Page)")]
    [InlineData("no id | M:Memory.Go(Page)")]
    public Task A_list_in_the_options_decides(string members) =>
        Verify.Findings(Source("class Memory { void Go(Page page) { HOT } } class Other { void Go(Page page) { COLD } }"), $"static_branch.hot_members = {members}");

    [Theory]
    [InlineData("M:Memory.Go(Page)")]
    [InlineData("M:Memory.Go(Page); 0.25; profile")]
    [InlineData("# since June\n\n  M:Memory.Go(Page)  # by hand")]
    [InlineData("not an id\nT:Memory")]
    [InlineData("M:Mem*")]
    public Task A_list_in_a_file_decides(string lines) =>
        Verify.Findings(Source("class Memory { void Go(Page page) { HOT } } class Other { void Go(Page page) { COLD } }"), hotPaths: lines);

    [Fact]
    public Task A_member_that_is_listed_as_cold_is_cold() =>
        Verify.Findings(Source("[HotPath] class Memory { void Go(Page page) { COLD } void Other(Page page) { HOT } }"), "static_branch.cold_members = M:Memory.Go(Page)");

    /// <summary>Whatever the compiler holds to be a body of its own.</summary>
    [Theory]
    [InlineData("class Memory { Memory(Page page) { HOT } }")]
    [InlineData("class Memory { ~Memory() { Page page = null; HOT } }")]
    [InlineData("class Memory { static Memory() { Page page = null; HOT } }")]
    [InlineData("class Memory { bool Go(Page page) => {|SB1001:page.IsZoneDevice|} ? true : false; }")]
    [InlineData("class Memory { Page page; bool Go => {|SB1001:page.IsZoneDevice|} ? true : false; }")]
    [InlineData("class Memory { Page page; bool Go { get => {|SB1001:page.IsZoneDevice|} ? true : false; } }")]
    [InlineData("class Memory { bool this[Page page] => {|SB1001:page.IsZoneDevice|} ? true : false; }")]
    [InlineData("class Memory { bool this[Page page] { get { HOT return true; } } }")]
    [InlineData("class Memory { event System.Action Going { add { Page page = null; HOT } remove { Page page = null; HOT } } }")]
    [InlineData("class Memory { public static explicit operator Page(Memory memory) { Page page = null; HOT return page; } }")]
    [InlineData("record struct Memory(Page Page) { void Go(Page page) { HOT } }")]
    [InlineData("interface Memory { void Go(Page page) { HOT } }")]
    [InlineData("namespace Outer { namespace Inner { class Memory { class Part { void Go(Page page) { HOT } } } } }")]
    [InlineData("{|CS8805:Page page = null;|} HOT", "T:Program")]
    [InlineData("abstract class Memory { abstract public void Go(Page page); extern int Gone(Page page); }")]
    public Task Each_kind_of_body_is_looked_at(string types, string hotPaths = "T:Memory\nN:Outer") => Verify.Findings(Source(types), hotPaths: hotPaths);

    /// <summary>Each by the id that the compiler gives it.</summary>
    [Theory]
    [InlineData("class Memory { Memory(Page page) { HOT } }", "M:Memory.#ctor(Page)")]
    [InlineData("class Memory { static Memory() { Page page = null; HOT } }", "M:Memory.#cctor")]
    [InlineData("class Memory { ~Memory() { Page page = null; HOT } }", "M:Memory.Finalize")]
    [InlineData("class Memory { Page page; bool Go => {|SB1001:page.IsZoneDevice|} ? true : false; }", "P:Memory.Go")]
    [InlineData("class Memory { Page page; bool Go => {|SB1001:page.IsZoneDevice|} ? true : false; }", "M:Memory.get_Go")]
    [InlineData("class Memory { bool this[Page page] { get { HOT return true; } } }", "P:Memory.Item(Page)")]
    [InlineData("class Memory { event System.Action Going { add { Page page = null; HOT } remove { Page page = null; COLD } } }", "M:Memory.add_Going(System.Action)")]
    [InlineData("class Memory { public static explicit operator Page(Memory memory) { Page page = null; HOT return page; } }", "M:Memory.op_Explicit(Memory)~Page")]
    [InlineData("class Memory { void Go<T>(Page page, T other) { HOT } void Go(Page page) { COLD } }", "M:Memory.Go``1(Page,``0)")]
    [InlineData("class Memory<T> { void Go(Page page, T[] others) { HOT } }", "M:Memory`1.Go(Page,`0[])")]
    [InlineData("interface IMemory { void Go(Page page); } class Memory : IMemory { void IMemory.Go(Page page) { HOT } }", "M:Memory.IMemory#Go(Page)")]
    [InlineData("interface IMemory<T> { void Go(Page page); } class Memory : IMemory<int> { void IMemory<int>.Go(Page page) { HOT } }", "M:Memory.IMemory{System#Int32}#Go(Page)")]
    [InlineData("class Memory { void put_page(Page page) { HOT } }", "M:Memory.put_page(Page)")]
    public Task Each_kind_of_member_can_be_listed(string types, string id) => Verify.Findings(Source(types), hotPaths: id);

    /// <summary>The source that marks it is not there to be read.</summary>
    [Fact]
    public async Task A_mark_in_another_assembly_decides()
    {
        using var image = new MemoryStream();
        Assert.True(AllRules.Compile(["public interface IMemory { [StaticBranch.HotPath] void Go(Page page); } public class Page { public bool IsZoneDevice; }"]).Emit(image, cancellationToken: TestContext.Current.CancellationToken).Success);
        image.Position = 0;
        var user = AllRules.Compile(["class Memory : IMemory { int special; public void Go(Page page) { if (page.IsZoneDevice) special++; } public void Other(Page page) { if (page.IsZoneDevice) special++; } }"]);

        var finding = Assert.Single(await AllRules.FindingsIn(user.AddReferences(MetadataReference.CreateFromStream(image))));

        Assert.StartsWith("'Go' is marked [HotPath]", finding.GetMessage());
    }

    [Theory]
    [InlineData("[System.CodeDom.Compiler.GeneratedCode(\"tool\", \"1\")] class Memory { [HotPath] void Go(Page page) { COLD } }")]
    [InlineData("class Memory { [HotPath, System.CodeDom.Compiler.GeneratedCode(\"tool\", \"1\")] void Go(Page page) { COLD } [HotPath] void Other(Page page) { HOT } }")]
    public Task What_a_tool_wrote_is_not_spoken_of(string types) => Verify.Findings(Source(types));

    /// <summary>Bodies that step a count of references.</summary>
    [Theory]
    [InlineData("int refCount; void Release(Page page) { HOT if (Interlocked.Decrement(ref refCount) == 0) Free(); }")]
    [InlineData("int refCount; bool Release(Page page) { HOT return Interlocked.Decrement(ref refCount) == 0; }")]
    [InlineData("int refCount; void Release(Page page) { HOT int left = Interlocked.Decrement(ref refCount); if (left == 0) Free(); }")]
    [InlineData("int refCount; void Release(Page page) { HOT if (Interlocked.Add(ref refCount, -1) == 0) Free(); }")]
    [InlineData("int refCount; void Release(Page page) { HOT if (--refCount == 0) Free(); }")]
    [InlineData("int state; void Release(Page page) { HOT if (Interlocked.Decrement(ref state) == 0) Free(); }")]
    [InlineData("int users; void Go(Page page) { HOT if (Interlocked.Decrement(ref users) == 0) Free(); } void Come() { Interlocked.Increment(ref users); }")]
    [InlineData("int handles; void DecrementRefCount(Page page) { HOT if (Interlocked.Decrement(ref handles) == 0) Use(1); }")]
    [InlineData("int pageRefCount; void Dispose(Page page) { HOT if (Interlocked.Decrement(ref pageRefCount) == 0) done.Dispose(); }")]
    [InlineData("int page_refcount; void Dispose(Page page) { HOT if (Interlocked.Decrement(ref page_refcount) == 0) Free(); }")]
    [InlineData("int refCount; bool TryAcquire(Page page) { HOT if (Interlocked.Increment(ref refCount) > 1) return true; Interlocked.Decrement(ref refCount); return false; }")]
    [InlineData("int refCount; Counted Acquire(Page page) { HOT Interlocked.Increment(ref refCount); return this; }")]
    [InlineData("int refCount; Counted Find() => this; bool PutTestZero() => Interlocked.Decrement(ref refCount) == 0; void Release(Page page) { HOT if (Find()?.PutTestZero() == true) Free(); }")]
    [InlineData("int refCount; void Acquire(Page page) { HOT Interlocked.Increment(ref refCount); }")]
    [InlineData("int refCount; void Go(Page page) { HOT Interlocked.Increment(ref refCount); }")]
    [InlineData("int refCount; bool TryAcquire(Page page) { HOT int seen; do { seen = refCount; if (seen == 0) return false; } while (Interlocked.CompareExchange(ref refCount, seen + 1, seen) != seen); return true; }")]
    [InlineData("int refCount; void Release(Page page) { HOT Interlocked.Decrement(ref refCount); if (refCount == 0) { COLD Free(); } }")]
    [InlineData("AtomicInt refCount; void RemoveReferences(Page page) { HOT if (refCount.Decrement(2) == 0) { COLD Free(); } } class AtomicInt { public int Decrement(int by) => by; }")]
    [InlineData("AtomicInt refCount; void AddReference(Page page) { HOT refCount.Increment(); } class AtomicInt { public void Increment() { } }")]
    [InlineData("class RefCount { int count; public int DecRef(Page page) { HOT return --count; } public void IncRef(Page page) { HOT count++; } }")]
    [InlineData("class RefCount { int count; public int DecRef() => --count; } RefCount found; void DecRef(Page page) { HOT if (found.DecRef() == 0) { COLD Free(); } }")]
    [InlineData("class RefCount { int count; public int Count => count; public void DecRef() { if (--count == 0) Free(); } } RefCount found; void DecRef(Page page) { HOT found.DecRef(); }")]
    [InlineData("int state; ref int State => ref state; static int Decrement(ref int counter) => Interlocked.Decrement(ref counter); void Release(Page page) { HOT int left = Decrement(ref State); if (left == 0) Free(); }")]
    [InlineData("int refCount; bool opened; void IncRef(Page page) { if (!opened) { COLD opened = true; } HOT Interlocked.Increment(ref refCount); }")]
    [InlineData("System.Collections.Generic.Dictionary<int, int> counts; void Release(Page page) { HOT int refCount = counts[1]; refCount--; if (refCount == 0) { COLD counts.Remove(1); } else counts[1] = refCount; }")]
    [InlineData("int refCount; void Put() { if (Interlocked.Decrement(ref refCount) == 0) Free(); } void PutLocked(Page page) { Put(); HOT }")]
    [InlineData("abstract class Manager { protected abstract void DecRef(Page page); void Release(Page page) { HOT DecRef(page); } }")]
    [InlineData("abstract class Shared { public abstract void DecRef(); } Shared[] all; void DecRef(Page page) { HOT foreach (var one in all) one.DecRef(); }")]
    [InlineData("abstract class Shared { public abstract void IncrementRefCount(); } Shared inner; void IncrementRefCount(Page page) { HOT inner.IncrementRefCount(); }")]
    public Task A_count_of_references_decides(string members) => Verify.Findings(InCounted(members));

    /// <summary>False friends: what counts something else, or signals.</summary>
    [Theory]
    [InlineData("int hits; void Go(Page page) { COLD Interlocked.Increment(ref hits); }")]
    [InlineData("int inFlight; void Go(Page page) { COLD Interlocked.Decrement(ref inFlight); }")]
    [InlineData("long bytes; void Go(Page page) { COLD Interlocked.Add(ref bytes, -page.Size); }")]
    [InlineData("int pending; void Go(Page page) { COLD if (Interlocked.Decrement(ref pending) == 0) done.Set(); }")]
    [InlineData("int pending; void Release(Page page) { COLD if (Interlocked.Decrement(ref pending) == 0) done.Set(); }")]
    [InlineData("int waiters; void Release(Page page) { COLD semaphore.Release(); Interlocked.Decrement(ref waiters); }")]
    [InlineData("int left; void Go(Page page) { COLD if (Interlocked.Decrement(ref left) == 0) Complete(); }")]
    [InlineData("int wip; void Drain(Page page) { COLD do { Use(1); } while (Interlocked.Decrement(ref wip) != 0); }")]
    [InlineData("int wip; void Drain(Page page) { COLD int missed = 1; do { Use(1); missed = Interlocked.Add(ref wip, -missed); } while (missed != 0); }")]
    [InlineData("int index; void Go(Page page) { COLD index++; }")]
    [InlineData("int refCount; Counted(Page page) { COLD Interlocked.Increment(ref refCount); }")]
    [InlineData("int locked; void Release(Page page) { COLD Volatile.Write(ref locked, 0); }")]
    [InlineData("AtomicInt pages; void RemoveReferences(Page page) { COLD if (pages.Decrement(2) == 0) Free(); } class AtomicInt { public int Decrement(int by) => by; }")]
    [InlineData("Counted inner; int refCount; void IncrementRefCount() => Interlocked.Increment(ref refCount); void GetData(Page page) { COLD inner.IncrementRefCount(); }")]
    [InlineData("int refCount; void Put() { if (Interlocked.Decrement(ref refCount) == 0) Free(); } void PutIfAny(Page page) { COLD if (page.Size > 0) Put(); }")]
    [InlineData("int refCount; void Release() { if (Interlocked.Decrement(ref refCount) == 0) Free(); } void Dispose(Page page) { COLD Release(); }")]
    [InlineData("int count; void DecRef(Page page) { COLD --count; }")]
    [InlineData("Counted inner; int refCount; void DecRef() { if (Interlocked.Decrement(ref refCount) == 0) Free(); } void Dispose(Page page) { COLD inner.DecRef(); }")]
    [InlineData("int issued; void Flushed(Page page) { COLD if (Interlocked.Decrement(ref issued) == 0) semaphore.Release(); } void Flush() { Interlocked.Increment(ref issued); }")]
    [InlineData("int inside; void Close(Page page) { COLD Interlocked.Increment(ref inside); Use(1); if (Interlocked.Decrement(ref inside) == 0) Free(); }")]
    [InlineData("int messages; void DecrementMessages(Page page) { COLD if (Interlocked.Decrement(ref messages) == 0) Use(1); }")]
    [InlineData("Counted other; int refCount; bool Drop() => Interlocked.Decrement(ref refCount) == 0; void Close(Page page) { COLD other?.Release(); } void Release() { Drop(); }")]
    [InlineData("int waitingReaders; void Acquire(Page page) { COLD waitingReaders++; }")]
    [InlineData("int reuseCount; void Go(Page page) { COLD Interlocked.Increment(ref reuseCount); }")]
    [InlineData("int refCount; void Close(Page page) { COLD if (Interlocked.Decrement(ref refCount) > 0) SpinWait.SpinUntil(() => refCount <= 0); }")]
    [InlineData("int refCount; void Dispose(Page page) { COLD done.Dispose(); if (Interlocked.Decrement(ref refCount) == 0) Free(); }")]
    [InlineData("int refCount; Cursor Scan(Page page) { COLD Interlocked.Increment(ref refCount); return new Cursor(); } class Cursor { }")]
    [InlineData("abstract class Reader { public abstract void IncRef(); } Reader[] readers; void Open(Page page) { COLD foreach (var reader in readers) reader.IncRef(); }")]
    [InlineData("abstract class Manager { protected abstract void DecRef(Page page); void Dispose(Page page) { COLD DecRef(page); } }")]
    [InlineData("abstract class Manager { protected abstract void DecrementPending(Page page); void Release(Page page) { COLD DecrementPending(page); } }")]
    public Task A_count_of_something_else_does_not(string members) => Verify.Findings(InCounted(members));

    /// <summary>Members that give and take back, in types that need not be called a pool.</summary>
    [Theory]
    [InlineData("class Sockets { Page spare; Page GetSpare() => spare; void RecycleSpare(Page page) { HOT spare = page; } }")]
    [InlineData("class Sockets { Page spare; void RecycleSpare(Page page) { COLD spare = page; } }")]
    [InlineData("class Sockets { int spare; int GetSpare() => spare; void RecycleSpare(Page page) { COLD } }")]
    [InlineData("class Arena { void Reset() { Page page = new(); HOT } }")]
    [InlineData("class Everything { void Reset() { Page page = new(); COLD } }")]
    [InlineData("class Reader { object buffer; public void Dispose() { Page page = new(); HOT BufferPool.ReleaseToPool(ref buffer); } } static class BufferPool { public static void ReleaseToPool(ref object buffer) { } }")]
    [InlineData("class Lease { object buffer; public void Dispose() { Page page = new(); HOT if (buffer is int[] array) System.Buffers.ArrayPool<int>.Shared.Return(array); else ((System.IDisposable)buffer).Dispose(); } }", "buffer is int[] array")]
    [InlineData("class Lease { int[] array; public void Reset() { Page page = new(); HOT System.Buffers.ArrayPool<int>.Shared.Return(array); } public void ResetLevels() { Page page = new(); COLD System.Buffers.ArrayPool<int>.Shared.Return(array); } }")]
    [InlineData("class Lease { int[] array; public void CloseAsync() { Page page = new(); HOT System.Buffers.ArrayPool<int>.Shared.Return(array); } public void CloseReaders() { Page page = new(); COLD System.Buffers.ArrayPool<int>.Shared.Return(array); } }")]
    [InlineData("class Lease { int[] array; System.IDisposable other; public void Dispose() { Page page = new(); COLD System.Buffers.ArrayPool<int>.Shared.Return(array); other.Dispose(); } }")]
    [InlineData("class Parser { Page spare; Page GetSession() => spare; void PutSession(Page page) { HOT spare = page; } }")]
    [InlineData("class Parser { Page spare; Page Acquire() => spare; void Release(Page page) { HOT spare = page; } }")]
    [InlineData("class Cache { Page spare; Page Get(int key) => spare; void Put(int key, Page page) { COLD spare = page; } }")]
    [InlineData("class Cache { int spare; int GetSize() => spare; void ReleaseSize(Page page) { COLD } }")]
    [InlineData("class Tree { Page[] pages; public void Clear(Page page) { COLD var copy = PagePool.Copy(pages); PagePool.Release(copy); } } static class PagePool { public static Page[] Copy(Page[] pages) => pages; public static void Release(Page[] pages) { } }")]
    [InlineData("class Tree { Page[] pages; public void Clear(Page page) { HOT var held = pages; PagePool.Release(held); } } static class PagePool { public static Page[] Copy(Page[] pages) => pages; public static void Release(Page[] pages) { } }")]
    [InlineData("class Lease { int[][] arrays; public void Clear() { Page page = new(); COLD foreach (var array in arrays) System.Buffers.ArrayPool<int>.Shared.Return(array); } public void Dispose() { Page page = new(); HOT foreach (var array in arrays) System.Buffers.ArrayPool<int>.Shared.Return(array); } }")]
    public Task Who_gives_and_takes_back_is_found(string types, params string[] leaves) => Verify.Findings(Source(leaves.Aggregate(types, (text, leaf) => text.Replace(leaf, $"{{|SB1001:{leaf}|}}"))));

    [Fact]
    public Task A_count_is_no_evidence_where_only_declarations_are() =>
        Verify.Findings(InCounted("int refCount; void Release(Page page) { COLD if (Interlocked.Decrement(ref refCount) == 0) Free(); }"), "static_branch.hot_paths = declared");

    static string InCounted(string members) => Source($$"""
        class Counted
        {
            readonly ManualResetEvent done = new(false);
            readonly SemaphoreSlim semaphore = new(1);
            static void Free() { }
            static void Use(int n) { }
            static void Complete() { }
            {{members}}
        }
        """);

    static string Source(string types) => $$"""
        using System.Threading;
        using StaticBranch;
        {{types.Replace("HOT", "if ({|SB1001:page.IsZoneDevice|}) Page.Special(page);").Replace("COLD", "if (page.IsZoneDevice) Page.Special(page);")}}
        class Page
        {
            public int Size;
            public bool IsZoneDevice => Size < 0;
            public static void Special(Page page) { }
        }
        """;
}
