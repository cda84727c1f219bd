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
    [InlineData("class Lease { System.Action<Lease> onChange; public void Return(Page page) { if (page.IsZoneDevice) onChange(this); } }")]
    public Task What_is_given_back_decides(string types) => Verify.Findings(Source(types));

    [Theory]
    [InlineData("class Lease { Part part; public void Dispose() => part?.Return(); }")]
    [InlineData("class Lease { Part part; public void Release() { try { part?.Release(); } finally { part = null; } } }")]
    [InlineData("static class Leases { public static bool Release(object item) => item is Part part && part.Release(); }")]
    public Task Who_only_asks_whether_there_is_somebody_to_ask_is_a_wrapper(string types) => Verify.Findings(Source(types));

    /// <summary>What stands behind the question whether the pool had something is for those who were not lucky.</summary>
    [Theory]
    [InlineData("if (!stock.TryPop(out var found)) { COLD found = new Page(); } return found;")]
    [InlineData("if (stock.TryPop(out var found)) { HOT return found; } return new Page();")]
    [InlineData("var found = Find(); if (found == null) { COLD found = new Page(); } return found;")]
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
