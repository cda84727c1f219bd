using Microsoft.CodeAnalysis;
using StaticBranch.Tool.Metadata;
using StaticBranch.Tool.Profiles;

namespace StaticBranch.Tool.Tests.Metadata;

public sealed class OwnMethodsTests
{
    const string Source = """
        namespace Sample
        {
            public class Outer<T>
            {
                public class Inner<U> { public V Get<V>(T a, U[] b, Inner<V> c, Outer<int>.Inner<string> d) => default!; }
                public struct Plain { public static bool operator ==(Plain a, Plain b) => true; public static bool operator !=(Plain a, Plain b) => false; public static implicit operator int(Plain a) => 0; public static explicit operator long(Plain a) => 0; }
            }
            public interface ICounted<T> { void Put(in T page, out int[,] count, ref string[][] names); int Count { get; set; } }
            public unsafe partial class Page : ICounted<Page>, IDisposable
            {
                static Page() { }
                public Page(int count = 1) { }
                ~Page() { }
                void ICounted<Page>.Put(in Page page, out int[,] count, ref string[][] names) { count = new int[0, 0]; Action work = () => Touch(0); work(); }
                int ICounted<Page>.Count { get; set; }
                public int this[int index, string name] { get => index; set { } }
                public event Action? Freed { add { } remove { } }
                void IDisposable.Dispose() { }
                public void Touch(int* pointer) { }
                public void Touch(nint count) { int Local(int x) { Func<int> deeper = () => x; return deeper(); } Local(1); }
                public void Touch(List<Dictionary<string, int?>> lists, object any, delegate*<int, void> pointer) { int Local(int x) => x; Local(1); }
            }
            public partial class Page
            {
                public async Task<int> PutAsync() { Func<Task> inner = async () => await Task.Yield(); await inner(); return 1; }
                public IEnumerable<int> Walk() { yield return 1; }
                public async IAsyncEnumerable<int> WalkAsync() { await Task.Yield(); yield return 1; }
                public void Generic<A>(A a) { Action work = () => Console.WriteLine(a); work(); }
            }
        }
        public static class Bare { public static void Put() => Sample.Extensions.Call(); }
        namespace Sample { public static class Extensions { public static void Call() { } } }
        """;

    [Fact]
    public void Ids_are_those_of_the_compiler()
    {
        using TestAssembly assembly = new(Source);
        OwnMethods own = OwnMethods.Read([assembly.Path]);

        Assert.All(Methods(assembly.Compilation.Assembly.GlobalNamespace), method =>
            Assert.Equal((method.AssociatedSymbol as IPropertySymbol ?? (ISymbol)method).GetDocumentationCommentId(), own.Find(Name(method), Parameters(method))?.Id));
    }

    [Theory]
    [InlineData("Subject!Sample.Page+<PutAsync>d__18.MoveNext()", "M:Sample.Page.PutAsync")]
    [InlineData("Subject!Sample.Page+<>c+<<PutAsync>b__18_0>d.MoveNext()", "M:Sample.Page.PutAsync")]
    [InlineData("Subject!Sample.Page+<Walk>d__19.MoveNext()", "M:Sample.Page.Walk")]
    [InlineData("Subject!Sample.Page+<WalkAsync>d__20.MoveNext()", "M:Sample.Page.WalkAsync")]
    [InlineData("Subject!Sample.Page+<>c__DisplayClass21_0`1[System.__Canon].<Generic>b__0()", "M:Sample.Page.Generic``1(``0)")]
    [InlineData("Subject!Sample.Page.<Sample.ICounted<Sample.Page>.Put>b__3_0()", "M:Sample.Page.Sample#ICounted{Sample#Page}#Put(Sample.Page@,System.Int32[0:,0:]@,System.String[][]@)")]
    [InlineData("Subject!Sample.Page.<Touch>g__Local|16_0(int32)", "M:Sample.Page.Touch(System.IntPtr)")]
    [InlineData("Subject!Sample.Page.<Touch>g__Local|17_0(int32)", "M:Sample.Page.Touch(System.Collections.Generic.List{System.Collections.Generic.Dictionary{System.String,System.Nullable{System.Int32}}},System.Object,)")]
    [InlineData("Subject!Sample.Outer`1+Inner`1[System.Int32,System.__Canon].Get[System.Int32](!0,!1[])", "M:Sample.Outer`1.Inner`1.Get``1(`0,`1[],Sample.Outer{`0}.Inner{``0},Sample.Outer{System.Int32}.Inner{System.String})")]
    [InlineData("Subject!Sample.Page.Touch(int32*)", "M:Sample.Page.Touch(System.Int32*)")]
    [InlineData("Subject!Sample.Page.Touch(native int)", "M:Sample.Page.Touch(System.IntPtr)")]
    [InlineData("Subject!Sample.Page.get_Item(int32,class System.String)", "P:Sample.Page.Item(System.Int32,System.String)")]
    [InlineData("Subject!Sample.Page.Touch", null)]
    [InlineData("Subject!Sample.Page.Gone()", null)]
    [InlineData("Other!Sample.Page.Walk()", null)]
    public void A_frame_leads_to_the_method_that_was_written(string frame, string? id)
    {
        using TestAssembly assembly = new(Source);

        Assert.Equal(id, new Profile(OwnMethods.Read([assembly.Path])).Resolve(Frame.FromTrace(frame))?.Id);
    }

    [Fact]
    public void Calls_among_own_methods_are_known()
    {
        using TestAssembly assembly = new(Source);

        Assert.Equal(["M:Sample.Extensions.Call"], OwnMethods.Read([assembly.Path]).CalledBy("M:Bare.Put"));
    }

    [Fact]
    public void A_file_that_is_no_assembly_is_refused()
    {
        using TestAssembly assembly = new(Source);
        File.WriteAllText(assembly.Path, "MZ");

        Assert.Contains("cannot be read as a managed assembly", Assert.Throws<InputException>(() => OwnMethods.Read([assembly.Path])).Message);
    }

    // Permissions do not bind root; a folder in the file's place is denied to everybody.
    [Fact]
    public void What_may_not_be_read_is_refused() => Assert.Throws<InputException>(() => OwnMethods.Read([AppContext.BaseDirectory]));

    static IEnumerable<IMethodSymbol> Methods(INamespaceOrTypeSymbol container) => container.GetMembers().SelectMany(member => member switch
    {
        INamespaceOrTypeSymbol inner => Methods(inner),
        IMethodSymbol { IsAbstract: false } method when !(method.IsImplicitlyDeclared && method.ContainingType.IsValueType) => [method],
        _ => [],
    });

    static string Name(IMethodSymbol method) => $"{TypeName(method.ContainingType)}.{method.MetadataName}";

    static string TypeName(INamedTypeSymbol type) => type.ContainingType is { } outer ? $"{TypeName(outer)}+{type.MetadataName}"
        : type.ContainingNamespace.IsGlobalNamespace ? type.MetadataName : $"{type.ContainingNamespace}.{type.MetadataName}";

    static string Parameters(IMethodSymbol method) => (method.GetDocumentationCommentId() ?? "") is var id && id.IndexOf('(') is > 0 and var open ? id[(open + 1)..id.LastIndexOf(')')] : "";
}
