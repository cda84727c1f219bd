using Verify = StaticBranch.Tests.Verify<StaticBranch.HotPaths.HotPathDeclarationMustResolve, Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;

namespace StaticBranch.Tests.HotPaths;

public class HotPathDeclarationMustResolveTests
{
    [Theory]
    [InlineData("{|SB4002:M:Memory.Put|}")]
    [InlineData("{|SB4002:M:Memory.Gone(Page)|}")]
    [InlineData("{|SB4002:M:Memory.Put(Page); 2|}")]
    [InlineData("{|SB4002:M:Memory.Put(Page); -0.5|}")]
    [InlineData("{|SB4002:M:Memory.Put(Page); much; profile|}")]
    [InlineData("{|SB4002:M:Memory.Put(Page); 101 %|}")]
    [InlineData("{|SB4002:M:Memory.Put(Page); NaN|}")]
    [InlineData("{|SB4002:Memory.Put(Page)|}")]
    [InlineData("{|SB4002:M:Mem*.Put|}")]
    [InlineData("{|SB4002:X:Memory|}")]
    [InlineData("   {|SB4002:T:Gone|}   # was removed")]
    [InlineData("T:Memory\n{|SB4002:T:Gone|}\n\n{|SB4002:T:AlsoGone|}")]
    public Task Speaks_of_a_line_that_means_nothing(string hotPaths) => Verify.Findings(Source, hotPaths: hotPaths);

    [Theory]
    [InlineData("")]
    [InlineData("# M:Gone\n\n   \t")]
    [InlineData("M:Memory.Put(Page)")]
    [InlineData("M:Memory.Put(Page); 0.25")]
    [InlineData("M:Memory.Put(Page); 25 %; profile of 22 November")]
    [InlineData("M:Memory.Put(Page);; by hand")]
    [InlineData("M:Memory.#ctor # a constructor's id holds the sign of a comment")]
    [InlineData("T:Memory\r\nP:Page.Owned\r\nN:Linux.Mm\r\n")]
    [InlineData("M:Memory.*\nM:Gone*")]
    [InlineData("M:System.String.Trim")]
    public Task Is_silent_on_a_line_that_names_something(string hotPaths) => Verify.Findings(Source, hotPaths: hotPaths);

    // The value applies to the generated attributes too.
    [Theory]
    [InlineData("hot_paths = sometimes")]
    [InlineData("hot_members = Memory.Put")]
    [InlineData("hot_members = M:Memory.Put(Page)|Put")]
    [InlineData("cold_members = M:Mem*.Put")]
    [InlineData("target = cloud")]
    [InlineData("flags_type = My Flags")]
    [InlineData("flags_type = My..Flags")]
    [InlineData("flags_type = My.")]
    [InlineData("flags_type = class")]
    [InlineData("flags_type = My.event.Flags")]
    public Task Speaks_of_an_option_once_where_it_first_applies(string option) => Verify.Findings("{|SB4002:|}" + Source, "static_branch." + option);

    [Theory]
    [InlineData("hot_paths = declared")]
    [InlineData("hot_members = M:Memory.Put(Page) | N:Linux.* | M:Elsewhere.Put")]
    [InlineData("cold_members =")]
    [InlineData("target = both")]
    [InlineData("flags_type = Memory.FeatureFlags")]
    [InlineData("flags_type = My.record.FeatureFlags")]
    public Task Is_silent_on_an_option_that_parses(string option) => Verify.Findings(Source, "static_branch." + option);

    [Theory]
    [InlineData("[{|SB4002:HotPath|}] int Count { get; set; }")]
    [InlineData("[{|SB4002:HotPath|}] int Count { get; } = 3;")]
    [InlineData("int Count { [{|SB4002:HotPath|}] get; set; }")]
    [InlineData("[{|SB4002:HotPath|}] static extern void Put();")]
    [InlineData("[{|SB4002:StaticBranch.HotPath|}] static extern void Put();")]
    [InlineData("[{|SB4002:HotPath|}] partial void Put();")]
    [InlineData("[{|SB4002:HotPath|}] public sealed override int Size { get; }")]
    [InlineData("void Put() { Local(); [{|SB4002:HotPath|}] void Local() { } }")]
    [InlineData("Action put = [{|SB4002:HotPath|}] () => { };")]
    public Task Speaks_of_a_mark_on_what_has_no_body(string member) => Verify.Findings(InType(member));

    [Theory]
    [InlineData("[HotPath] int Count => 3;")]
    [InlineData("[HotPath] int Count { get { return 3; } set { } }")]
    [InlineData("[HotPath] int this[int at] => at;")]
    [InlineData("[HotPath] void Put() { }")]
    [InlineData("[HotPath] void Put() => Use();")]
    [InlineData("[HotPath] protected virtual int Count { get; set; }")]
    [InlineData("[HotPath] protected abstract void Put();")]
    [InlineData("[HotPath] public override int Size { get; }")]
    [InlineData("[HotPath] partial void Put(); partial void Put() { }")]
    [InlineData("[HotPath] interface ICounted { void Put(); }")]
    [InlineData("interface ICounted { [HotPath] void Put(); }")]
    [InlineData("[HotPath] public static Page operator +(Page page, Memory memory) => page;")]
    public Task Is_silent_on_a_mark_that_reaches_a_body(string member) => Verify.Findings(InType(member));

    static string InType(string member) => $$"""
        using System;
        using StaticBranch;

        public class Page { }
        public abstract class Base { public abstract int Size { get; } }
        public abstract partial class Memory : Base
        {
            static void Use() { }
            {{member}}
        }
        """;

    const string Source = """
        namespace Linux.Mm { class Zone { } }
        class Page { public Page Owned => this; }
        class Memory { static void Put(Page page) { } }
        """;
}
