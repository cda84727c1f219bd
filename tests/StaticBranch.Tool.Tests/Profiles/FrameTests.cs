using StaticBranch.Tool.Profiles;

namespace StaticBranch.Tool.Tests.Profiles;

public sealed class FrameTests
{
    [Theory]
    [InlineData("\t 7f0a71672911 bool [gp] A.B.Pages::Put(class A.B.Page)[OptimizedTier1]+0x1 (/tmp/perf-1.map)", "gp", "A.B.Pages.Put", "A.B.Page")]
    [InlineData("\t 7f bool [load] A.B.Outer`1+Nested[System.Int32]::Put(class A.B.Page,class [System.Collections]System.Collections.Generic.List`1<!0>)[QuickJitted]+0x0 (x)", "load", "A.B.Outer`1+Nested.Put", "A.B.Page,System.Collections.Generic.List{`0}")]
    [InlineData("\t 7f class [System.Runtime]System.Threading.Tasks.Task`1<int32> [load] A.B.Program::RunAsync()[QuickJitted] (x)", "load", "A.B.Program.RunAsync", "")]
    [InlineData("\t 7f instance void [load] A.B.Impl::A.B.IX.Do(int32[0...,0...]& modreq([System.Runtime]System.Runtime.InteropServices.InAttribute))[QuickJitted] (x)", "load", "A.B.Impl.A.B.IX.Do", "System.Int32[0:,0:]@")]
    [InlineData("\t 7f instance int32 [load] A.B.Impl+<>c::<A.B.IX.Do>b__0_0(int32)[QuickJitted] (x)", "load", "A.B.Impl+<>c.<A.B.IX.Do>b__0_0", "System.Int32")]
    public void Perf_map_symbols_are_read(string line, string module, string method, string parameters) =>
        Assert.Equal(new Frame(module, method, parameters), Frame.FromPerfMap(line));

    [Theory]
    [InlineData("\t 3f197 [unknown] (/usr/share/dotnet/host/fxr/10.0.12/libhostfxr.so)")]
    [InlineData("\t ffffffff821f5127 exc_page_fault+0xd7 ([kernel.kallsyms])")]
    [InlineData("\t 1 std::vector<int>::push_back(int const&)+0x1 (/lib/x.so)")]
    public void Native_symbols_are_no_frames(string line) => Assert.Null(Frame.FromPerfMap(line));

    [Theory]
    [InlineData("load!A.B.Outer`1+Nested[System.__Canon].Put(class A.B.Page,!0[],!!0,int32&)", "load", "A.B.Outer`1+Nested.Put", "A.B.Page,`0[],``0,System.Int32@")]
    [InlineData("load!A.B.T[System.Collections.Generic.List`1[System.Int32]].M[System.String](value class System.Threading.CancellationToken,unsigned int8)", "load", "A.B.T.M", "System.Threading.CancellationToken,System.Byte")]
    [InlineData("A.B.T.M", null, "A.B.T.M", null)]
    [InlineData("load!A.B.T.M(", "load", "A.B.T.M(", null)]
    [InlineData("", null, "", null)]
    public void Trace_names_are_read(string text, string? module, string method, string? parameters) =>
        Assert.Equal(new Frame(module, method, parameters), Frame.FromTrace(text));
}
