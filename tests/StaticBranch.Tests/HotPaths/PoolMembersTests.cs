using Verify = StaticBranch.Tests.Verify<StaticBranch.HotPathAnalyzer, Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;

namespace StaticBranch.Tests.HotPaths;

/// <summary>Members that rent and return: hot by name and type together, with the same test of a special kind in each.</summary>
public class PoolMembersTests
{
    [Theory]
    [InlineData("class PagePool { public Page Rent(Page page) { HOT return page; } public void Return(Page page) { HOT } }")]
    [InlineData("class PagePool { public bool TryGet(out Page page) { page = Any; HOT return true; } public void Free(Page page) { HOT } static Page Any; }")]
    [InlineData("class Pages { public Page TakePage(Page page) { HOT return page; } public void ReturnPage(Page page) { HOT } }")]
    [InlineData("class PagePool { public Page Pop(Page page) { HOT return page; } public void PushLater(Page page) { HOT } }")]
    [InlineData("class PagePool { public Page Pop(Page page) { HOT return page; } public void Add(Page page) { HOT } }")]
    [InlineData("class PagePool { public bool TryTake(out Page page) { page = Any; HOT return true; } public bool TryStore(Page page) { HOT return true; } static Page Any; }")]
    [InlineData("class PageAllocator { public Page NewPage(Page page) { HOT return page; } }")]
    [InlineData("class PagePool { public Page Rent(Page page) { if (page != null) return page; throw Refusal(page); } System.Exception Refusal(Page page) { COLD return null; } public void Return(Page page) { HOT } }")]
    [InlineData("class PagePool { public Page Rent(Page page) { if (page == null) return new Page(); return Make(page); } Page Make(Page page) { HOT return page; } }")]
    [InlineData("class PagePool { public Page Rent(Page page) => Find(page) ?? Make(page); Page Find(Page page) => page; Page Make(Page page) { COLD return new Page(); } public Page Allocate(Page page) { HOT return page; } }")]
    public Task A_pool_and_a_name_decide(string types) => Verify.Findings(Source(types));

    [Theory]
    [InlineData("class PagePoolTests { Page RentPage(Page page) { COLD return page; } void ReturnPage(Page page) { COLD } }")]
    [InlineData("class PagePool { public Page GetOwner(Page page) { COLD return page; } }")]
    [InlineData("class PagePool { public void GetBounds(Page page, out long first) { COLD first = 0; } public void Free(long size) { } }")]
    [InlineData("class PageLock { public static void Acquire(Page page, out PageLock taken) { COLD taken = null; } public static void Release(PageLock taken) { } }")]
    [InlineData("class PagePool { public bool PushScan(Page page) { COLD return true; } }")]
    [InlineData("class PagePool { public void Add(Page page) { COLD } }")]
    [InlineData("class PagePool { public Page NewPage(Page page) { COLD return page; } }")]
    [InlineData("class PagePool { readonly Page first; public PagePool() => first = Allocate(new Page()); Page Allocate(Page page) { COLD return page; } }")]
    [InlineData("class PagePool { Page first; public Page Rent() => first ??= Allocate(new Page()); Page Allocate(Page page) { COLD return page; } }")]
    [InlineData("class PagePool { public Page Rent() { var found = Find(); if (found != null) return found; return Allocate(new Page()); } Page Find() => null; Page Allocate(Page page) { COLD return page; } }")]
    [InlineData("class PagePool { public Page Rent() { if (TryFind(out var found)) return found; return Make(new Page()); } bool TryFind(out Page found) { found = null; return false; } Page Make(Page page) { COLD return page; } }")]
    [InlineData("class PagePool { Page first; public Page Rent() { first ??= Make(new Page()); return first; } Page Make(Page page) { COLD return page; } }")]
    [InlineData("class PagePool { public Page RentSlow(Page page) { COLD return page; } public bool ReturnSlowPath(Page page) { COLD return true; } }")]
    [InlineData("class PagePool { public Page Rent(Page page) { HOT return FindSlow(page); } Page FindSlow(Page page) { COLD return page; } }")]
    [InlineData("class PagePool { public Page Rent(Page page) { EnsureTimer(page); return page; } void EnsureTimer(Page page) { COLD } }")]
    [InlineData("class PagePool { Page[] slots; public Page Rent() { Page found; for (int i = 0; i < 4; i++) { if ((found = slots[i]) != null) return found; } return Make(new Page()); } Page Make(Page page) { COLD return page; } }")]
    [InlineData("class PagePool { Page[] slots; public Page Rent() { foreach (var slot in slots) { var found = slot; if (found != null) return found; } return Make(new Page()); } Page Make(Page page) { COLD return page; } }")]
    public Task A_name_alone_does_not(string types) => Verify.Findings(Source(types));

    [Theory]
    [InlineData("class Lease { PagePool pool; public void Dispose(Page page) { HOT pool.Return(page); } }")]
    [InlineData("class Lease { PagePool pool; public void Return() { {|SB1001:pool|}?.Return(this); } }")]
    [InlineData("class Lease { Owner owner; public void Close() => {|SB1001:owner|}?.Release(this); } class Owner { public void Release(Lease lease) { } }")]
    [InlineData("class Lease { Owner owner; public void Close(Page page) { HOT owner.Release(this); } } class Owner { public void Release(Lease lease) { } }")]
    [InlineData("class Lease { Owner owner; public async System.Threading.Tasks.Task CloseAsync(Page page) { HOT await owner.ReleaseAsync(this); } } class Owner { public System.Threading.Tasks.Task ReleaseAsync(Lease lease) => null; }")]
    [InlineData("class Lease { Part part; bool IsLast => part is null; public void Release(Page page) { HOT part.Release(); } }")]
    [InlineData("class Lease { Part part, other; public void Release() { {|SB1001:part|}?.Release(); {|SB1001:other|}?.Release(); } }")]
    [InlineData("class Lease { System.Action<Lease> returnToOwner; public void Return() { if ({|SB1004:returnToOwner != null|}) returnToOwner(this); else Drop(); } void Drop() { } }")]
    [InlineData("class Walk { Walk inner; public bool Return() => true; public bool Return(Page page) { HOT return inner.Return(); } }")]
    [InlineData("class Walk { Walk inner; public object Return() => this; public object Return(Page page) { COLD return inner.Return(); } }")]
    [InlineData("class Lease { System.Action<Lease> onChange; public void Return(Page page) { if (page.IsZoneDevice) onChange(this); } }")]
    public Task What_is_given_back_decides(string types) => Verify.Findings(Source(types));

    [Theory]
    [InlineData("class Lease { Part part; public void Dispose() => part?.Return(); }")]
    [InlineData("class Lease { Part part; public void Release() { try { part?.Release(); } finally { part = null; } } }")]
    [InlineData("static class Leases { public static bool Release(object item) => item is Part part && part.Release(); }")]
    public Task Who_only_asks_whether_there_is_somebody_to_ask_is_a_wrapper(string types) => Verify.Findings(Source(types));

    /// <summary>A stock of what is not used is a pool, whatever its type is called.</summary>
    [Theory]
    [InlineData("class Pages { Stack<Page> spare; public Page Make(Page page) { HOT return spare.Count > 0 ? spare.Pop() : new Page(); } }")]
    [InlineData("class Pages { Queue<Page> spare; public Page Open(Page page) { HOT if (!spare.TryDequeue(out var found)) found = new Page(); return found; } }")]
    [InlineData("class Pages { Stack<byte[]> spare; byte[] held; public void Open(Page page) { HOT held = spare.Count > 0 ? spare.Pop() : new byte[4]; } }")]
    [InlineData("class Pages { Queue<Page> spare; public void Recycle(Page page) { HOT spare.Enqueue(page); } }")]
    [InlineData("class Pages { List<Page> spare; public void ReleasePage(Page page) { HOT spare.Add(page); } }")]
    public Task A_stock_decides(string types) => Verify.Findings(Source(types));

    [Theory]
    [InlineData("class Pages { Queue<Page> work; public Page Next(Page page) { COLD return work.Dequeue(); } }")]
    [InlineData("class Pages { Queue<Page> work; public void Put(Page page) { COLD work.Enqueue(page); } }")]
    [InlineData("class Pages { Queue<Page> work; public Page Swap(Page page) { COLD work.Enqueue(new Page()); return work.Dequeue(); } }")]
    [InlineData("class Pages { Queue<Page> work; public Page Drain(Page page) { COLD while (work.Count > 0) page = work.Dequeue(); return new Page(); } }")]
    [InlineData("class Pages { Queue<int> sizes; public void Release(Page page, int size) { COLD sizes.Enqueue(size); } }")]
    [InlineData("class Pages { Stack<Page> spare; public object Open(Page page) { COLD spare.Pop(); return new object(); } }")]
    public Task A_queue_of_work_is_no_stock(string types) => Verify.Findings(Source(types));

    /// <summary>Whoever rents for others is paid for by them.</summary>
    [Theory]
    [InlineData("public void EnsurePage(Page page) { HOT held = pool.Rent(); }")]
    [InlineData("public Page CreatePage(Page page) { HOT return pool.Rent(); }")]
    [InlineData("public void Open() => held = {|SB1001:pool == null|} ? new Page() : pool.Rent();")]
    [InlineData("public void Open() { if ({|SB1001:pool is not null|}) held = pool.Rent(); else held = new Page(); }")]
    [InlineData("public void Open() => held = {|SB1001:pool|}?.Rent() ?? new Page();")]
    [InlineData("public void Open(Page page) { COLD held = pool.Rent(); }")]
    [InlineData("public void EnsurePage(Page page) { COLD using var lease = leases.Rent(); } LeasePool leases; class LeasePool { public System.IDisposable Rent() => null; }")]
    [InlineData("public void EnsurePage(Page page) { COLD var found = pool.Rent(); pool.Return(found); }")]
    [InlineData("public void EnsurePage(Page page) { COLD while (held == null) held = pool.Rent(); }")]
    [InlineData("public void EnsurePage(Page page) { COLD later = () => pool.Rent(); }")]
    [InlineData("public Page GetPage(Page page) { if (page.IsZoneDevice) return pool.Rent(); return page; }")]
    [InlineData("public Page GetPage(Page page) { HOT return pool.Rent(); }")]
    [InlineData("public Page GetPage(Page page) { COLD if (page.Size > 4) return held; return pool.Rent(); }")]
    [InlineData("public Page GetPage(Page page, int size) { HOT if (size == 0) return null; return pool.Rent(); }")]
    [InlineData("public Page GetPage(Page page, int size) { HOT if (size == 0) return Empty; return pool.Rent(); } static readonly Page Empty = new();")]
    [InlineData("public Page GetPage(Page page, int size) { HOT if (size == 0) return NoPage(); return pool.Rent(); } static Page NoPage() => null;")]
    [InlineData("public Page CreatePage(Page page) { HOT if (page.Size > 4) return held; return pool.Rent(); }")]
    [InlineData("public Page CreatePage() { var found = cache.Target as PagePool; return found == null ? new Page() : found.Rent(); } System.WeakReference cache;")]
    [InlineData("readonly IBufferManager buffers; readonly List<byte[]> blocks; void AddBlock() { byte[] block = {|SB1001:this.buffers == null|} ? new byte[4] : this.buffers.TakeBuffer(4); if (block.Length != 4) throw new System.Exception(); blocks.Add(block); } interface IBufferManager { byte[] TakeBuffer(int size); void ReturnBuffer(byte[] buffer); }")]
    [InlineData("public static Page RentPage(PagePool pool) => {|SB1001:pool == null|} ? new Page() : pool.Rent();")]
    [InlineData("public static Page RentPage(PagePool pool, Page page) { if ({|SB1001:pool == null|}) { COLD return new Page(); } return pool.Rent(); }")]
    [InlineData("public void NewFrame(Page page) { COLD held = pool.Rent(); }")]
    public Task Who_rents_for_others_is_hot(string member) =>
        Verify.Findings(Source($"class Pages {{ PagePool pool; Page held; System.Func<Page> later; {member} }} class PagePool {{ public Page Rent() => null; public void Return(Page page) {{ }} }}"));

    [Theory]
    [InlineData("ref struct Scope { Page page, other; public void Dispose() { if ({|SB1001:page.IsZoneDevice|}) Page.Special(page); if ({|SB1001:other.IsZoneDevice|}) Page.Special(other); } }")]
    [InlineData("ref struct Scope { readonly object mark; readonly PageLock first, second; public void Dispose() { second?.Exit(); first?.Exit(); {|SB1001:mark|}?.ToString(); } } class PageLock { public void Exit() { } }")]
    [InlineData("ref struct Scope { Page page; public void Dispose() { if (page.IsZoneDevice) Page.Special(page); } }")]
    [InlineData("class Scope { Page page, other; public void Dispose() { if (page.IsZoneDevice) Page.Special(page); if (other.IsZoneDevice) Page.Special(other); } }")]
    public Task The_end_of_a_scope_on_the_stack_is_hot(string types) => Verify.Findings(Source(types));

    [Theory]
    [InlineData("class PagePool { public object GetPage(Page page) { HOT return page; } public void DisposePage(Page page) { } }")]
    [InlineData("class PagePool { public object GetOwner(Page page) { COLD return page; } public void DisposePage(Page page) { } }")]
    [InlineData("class Lease { Owner owner; public void Dispose(Page page) { HOT owner.DisposeLease(this); } } class Owner { public void DisposeLease(Lease lease) { } }")]
    [InlineData("class Lease { public void Dispose(Page page) { COLD DisposeNative(this); } static void DisposeNative(Lease lease) { } }")]
    public Task What_disposes_of_it_takes_it_back(string types) => Verify.Findings(Source(types));

    /// <summary>Who holds nothing has nothing to give back, which everybody asks.</summary>
    [Theory]
    [InlineData("public void Dispose(Page page) { if (held != null) { HOT pool.Return(page); held.Size = 0; } }")]
    [InlineData("public void Dispose() { if (held != null) { owner.Release(this); held = null; } }")]
    [InlineData("public void Dispose() { var given = held; this = default; if (given != null) pool.Return(given); }")]
    [InlineData("[HotPath] public void Dispose() { uses++; if (held != null) { releaser(held); held = null; } }")]
    [InlineData("[HotPath] public void Dispose() { uses++; if ({|SB1001:held != null|}) { changed(held); held = null; } }")]
    public Task Who_holds_nothing_has_nothing_to_end(string member) => Verify.Findings(Source($$"""
        struct Lease { Page held; Owner owner; int uses; static PagePool pool; static System.Action<Page> releaser, changed; {{member}} }
        class Owner { public void Release(Lease lease) { } }
        """));

    [Theory]
    [InlineData("if ({|SB1001:Timeout.HasValue|}) page.Size = Timeout.Value;")]
    [InlineData("if (left.HasValue) page.Size = left.Value;")]
    [InlineData("int? least = Find(); if (least.HasValue) page.Size = least.Value;")]
    public Task A_property_without_a_value_is_an_option_that_is_not_set(string body) => Verify.Findings(Source($$"""
        class PagePool { public int? Timeout { get; set; } int? left; int? Find() => left; public void Return(Page page) { {{body}} page.Size++; } }
        """));

    [Theory]
    [InlineData("foreach (var slot in slots) { if (slot == null || slot.IsZoneDevice) { used++; break; } slot.Size++; }")]
    [InlineData("foreach (var slot in slots) { if ({|SB1001:slot.IsZoneDevice|}) { used++; } slot.Size++; }")]
    public Task A_condition_that_ends_a_search_picks(string body) => Verify.Findings(Source($$"""
        class PagePool { Page[] slots; int used; public void Return(Page page) { {{body}} } }
        """));

    /// <summary>Who is handed nothing has nothing to return, and nearly every pool has something to keep it in.</summary>
    [Theory]
    [InlineData("if (page == null) { if (other.IsZoneDevice) Page.Special(other); return; } spare.Enqueue(page);")]
    [InlineData("if (page != null) { HOT spare.Enqueue(page); }")]
    [InlineData("if ({|SB1001:spare != null|}) spare.Enqueue(page); else { COLD }")]
    [InlineData("if (spare == null) { COLD spare = new Queue<Page>(); } spare.Enqueue(page);")]
    [InlineData("var own = mine; if (own == null) { COLD mine = own = new Page[4]; } own[0] = page;")]
    [InlineData("if (kept == null) { HOT kept = page; }")]
    [InlineData("while (!all.IsEmpty) all.TryDequeue(out _); spare.Enqueue(page);")]
    [InlineData("if ({|SB1001:observer != null|}) { COLD observer.Tell(page); } other.Size++;")]
    public Task What_a_return_is_handed_goes_somewhere(string body) => Verify.Findings(Source($$"""
        class PagePool { Queue<Page> spare; Page other, kept; [System.ThreadStatic] static Page[] mine; static readonly System.Collections.Concurrent.ConcurrentQueue<Page> all = new(); readonly Observer observer; public void Recycle(Page page) { {{body}} } }
        class Observer { public void Tell(Page page) { } }
        """));

    /// <summary>What stands behind the question whether the pool had something is for those who were not lucky.</summary>
    [Theory]
    [InlineData("if (!stock.TryPop(out var found)) { COLD found = new Page(); } return found;")]
    [InlineData("if (stock.TryPop(out var found)) { HOT return found; } return new Page();")]
    [InlineData("FindAt(out var found); if (found != null) { HOT return found; } COLD return new Page();")]
    [InlineData("var found = Find(); if (found == null) { COLD found = new Page(); } return found;")]
    [InlineData("var found = page.Size > 4 ? Find() : Exchange(); if (found == null) { COLD found = new Page(); } return found;")]
    [InlineData("var found = slots[0]; if (found.IsInvalid) { COLD found = new Page(); } return found;")]
    [InlineData("var found = Find(); if (!found.IsValid()) { COLD found = new Page(); } return found;")]
    [InlineData("var found = pool.Take(); if (found is DevicePage) { HOT return found; } COLD return new Page();")]
    [InlineData("var found = pool.Get(); if (found is DevicePage) { HOT return found; } COLD return new Page();")]
    [InlineData("var found = Find(); if ({|SB1001:found is DevicePage|}) Page.Special(found); return found;")]
    [InlineData("if (stock.Count > 0) { HOT return stock.Pop(); } COLD return new Page();")]
    [InlineData("if (0 == stock.Count) { COLD return new Page(); } return stock.Pop();")]
    [InlineData("if (slots != null) { HOT return slots[0]; } return new Page();")]
    [InlineData("if (stock.Count == 0) { COLD return new Page(); } return stock.Pop();")]
    [InlineData("ref var slot = ref cells[0]; var found = slot.Page; if (found == null) { COLD found = new Page(); } return found;")]
    [InlineData("bool missed = false; Page found = null; if (page.Size > 4) { found = Find(); missed = found == null; } if (missed) { COLD return new Page(); } HOT return found;")]
    [InlineData("if (spare == null) { COLD spare = new Page(); } HOT return spare;")]
    [InlineData("if (spare is not { } found) { COLD found = spare = Find(); } HOT return found;")]
    [InlineData("foreach (var slot in slots) { if (slot.IsZoneDevice) return slot; } HOT return new Page();")]
    [InlineData("for (int i = 0; i < 4; i++) { ref var slot = ref slots[i]; if (slot.Size > 4 && !slot.IsZoneDevice) { Page.Special(slot); return slot; } } return new Page();")]
    public Task A_miss_is_cold(string body) => Verify.Findings(Source($$"""
        class PagePool
        {
            readonly Stack<Page> stock = new();
            Page[] slots = new Page[4];
            readonly Cell[] cells = new Cell[4];
            Page spare;
            struct Cell { public Page Page; }
            readonly PagePool pool;
            Page Find() => slots[1];
            Page Exchange() => Interlocked.Exchange(ref spare, null);
            int FindAt(out Page found) { found = slots[1]; return 1; }
            public Page Take() => null;
            public Page Get() => null;
            public Page Rent(Page page) { {{body}} }
        }
        """));

    /// <summary>Whether there is room is asked by everybody; what there is no room for is a rare case.</summary>
    [Theory]
    [InlineData("if (stock.Count >= maximumSize) { COLD return; } HOT stock.Push(page);")]
    [InlineData("if (stock.Count < maximumSize) { HOT stock.Push(page); } else { COLD }")]
    [InlineData("if (m_maxPages <= stock.Count) { COLD return; } HOT stock.Push(page);")]
    [InlineData("if (stock.Count > pageLimit) { COLD return; } HOT stock.Push(page);")]
    [InlineData("if (stock.Count > pages) { HOT return; } HOT stock.Push(page);")]
    [InlineData("if (stock.Count < maximumSize || {|SB1003:maximumSize == 0|}) stock.Push(page);")]
    [InlineData("if ({|SB1003:0 >= maximumSize|}) return; stock.Push(page);")]
    public Task A_full_pool_is_rare(string body) => Verify.Findings(Source($$"""
        class PagePool
        {
            readonly Stack<Page> stock = new();
            readonly int maximumSize = 4, m_maxPages = 4, pageLimit = 4, pages = 4;
            public void Return(Page page) { {{body}} }
        }
        """));

    static string Source(string types) => $$"""
        using System.Collections.Generic;
        using System.Threading;
        using StaticBranch;
        {{types.Replace("HOT", "if ({|SB1001:page.IsZoneDevice|}) Page.Special(page);").Replace("COLD", "if (page.IsZoneDevice) Page.Special(page);")}}
        class Part { public bool Release() => true; public void Return() { } }
        class DevicePage : Page { }
        class Page
        {
            public int Size;
            public bool IsZoneDevice => (Size & 4) != 0;
            public bool IsInvalid => (Size & 8) != 0;
            public bool IsValid() => !IsInvalid;
            public static void Special(Page page) { }
        }
        {{(types.Contains("class PagePool") ? "" : "class PagePool { public void Return(object item) { } }")}}
        """;
}
