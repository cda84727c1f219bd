using System.Text;
using StaticBranch.Tool.MachineCode;
using StaticBranch.Tool.Metadata;
using StaticBranch.Tool.Profiles;

namespace StaticBranch.Tool.Tests.Profiles;

public sealed class ProfileReaderTests
{
    const string Source = """
        namespace Sample;
        public static class Pages { public static void Get() { } public static void Put() { } }
        public class PutBenchmark { public void Both() { Pages.Get(); Pages.Put(); } public void Alone() { } }
        """;

    const string Frames = """{"shared":{"frames":[{"name":"Subject!Sample.Pages.Put()"},{"name":"Subject!Sample.Pages.Get()"},{"name":"System.Private.CoreLib!System.Object..ctor()"},{"name":"UNMANAGED_CODE_TIME"},{"name":"Subject!Sample.Pages.Gone()"}]},"profiles":[""";

    [Theory]
    // Put 3, Get 1: the framework's time is its caller's, waiting is nobody's.
    [InlineData(Frames + """{"type":"evented","startValue":0,"events":[{"type":"O","frame":1,"at":0},{"type":"O","frame":0,"at":"1"},{"type":"O","frame":2,"at":2},{"type":"C","frame":2,"at":4},{"type":"O","frame":3,"at":4},{"type":"C","frame":3,"at":9},{"type":"C","frame":0,"at":9},{"type":"C","frame":1,"at":9}]}]}""")]
    [InlineData(Frames + """{"type":"sampled","samples":[[1,0],[1,0,2],[1],[1,3]],"weights":[1,2,1,7]}]}""")]
    [InlineData("app 12/13 [001] 1.5:  3 cycles:u: \n\t 7f void [Subject] Sample.Pages::Put()[OptimizedTier1]+0x1 (/tmp/perf-1.map)\n\t 7f void [Subject] Sample.Pages::Get()[PreJIT]+0x9 (x)\n\nmy app 12 2.5:  1 cpu-clock: \n\t 1 memcpy+0x1 (libc)\n\t 7f void [Subject] Sample.Pages::Get()[PreJIT]+0x9 (x)\n")]
    public void Time_belongs_to_the_innermost_own_method(string profile) =>
        Assert.Equal([("M:Sample.Pages.Put", 0.75), ("M:Sample.Pages.Get", 0.25)], Read(profile).Shares);

    [Theory]
    [InlineData("app 12 1.5: 1 cycles:u: \n\t 7f void [Subject] Sample.Pages::Put()[PreJIT]+0x1 (x)\n")]
    [InlineData(Frames + """{"type":"sampled","samples":[[0]],"weights":[1]}]}""")]
    public void A_pipe_is_read_as_a_file_is(string profile)
    {
        using TestAssembly assembly = new(Source);
        using Pipe pipe = new(Encoding.Latin1.GetBytes(profile));

        Assert.Equal([("M:Sample.Pages.Put", 1.0)], ProfileReader.Read(pipe.Path, OwnMethods.Read([assembly.Path])).Shares);
    }

    [Theory]
    [InlineData("Both", "M:Sample.Pages.Get", "M:Sample.Pages.Put")]
    [InlineData("Alone", "M:Sample.PutBenchmark.Alone")]
    public void A_benchmark_stands_for_what_it_calls(string method, params string[] ids) =>
        Assert.Equal(ids, Read("""{"Title":"x","Benchmarks":[{"Namespace":"Sample","Type":"PutBenchmark","Method":"?","Statistics":{"Mean":1}}]}""".Replace("?", method)).Shares.Select(entry => entry.Id));

    [Fact]
    public void A_frame_of_the_project_that_is_not_in_it_is_said() =>
        Assert.Equal([("Subject!Sample.Pages.Gone()", 1.0)], Read(Frames + """{"type":"sampled","samples":[[4]],"weights":[2]}]}""").Unmapped);

    [Theory]
    [InlineData("", "it is neither")]
    [InlineData("rubbish", "it is neither")]
    [InlineData("{}", "neither of speedscope")]
    [InlineData("{\"profiles\":[]}", "has no samples")]
    [InlineData("{\"profiles\":[", "cannot be read")]
    [InlineData("{\"profiles\":{\"a\":1}}", "cannot be read")]
    [InlineData("null", "it is neither")]
    [InlineData(Frames + """{"type":"sampled","samples":[[99]],"weights":[1]}]}""", "frame 99 is not among the 5")]
    [InlineData(Frames + """{"type":"evented","events":[{"type":"C","frame":1,"at":1}]}]}""", "frame 1 is closed at 1")]
    [InlineData(Frames + """{"type":"evented","events":[{"type":"O","frame":99999999999,"at":1}]}]}""", "cannot be read")]
    [InlineData("Nettrace", "the trace is damaged")]
    [InlineData("Nettrace\x14\0\0\0!FastSerialization.1\xff\xff\xff\x7f", "the trace is damaged")]
    [InlineData("# perf\n", "has no samples")]
    public void A_bad_profile_is_one_clear_error(string content, string expected) =>
        Assert.Contains(expected, Assert.Throws<InputException>(() => Read(content)).Message);

    [Fact]
    public void Deep_nesting_is_refused() =>
        Assert.Throws<InputException>(() => Read("{\"profiles\":" + new string('[', 1_000_000)));

    [Fact]
    public void A_stack_is_not_walked_again_for_every_event_in_it()
    {
        string opened = string.Join(',', Enumerable.Range(0, 100_000).Select(depth => $$"""{"type":"O","frame":{{(depth == 0 ? 0 : 2)}},"at":{{depth}}}"""));

        Assert.Equal([("M:Sample.Pages.Put", 1.0)], Read(Frames + $$"""{"type":"evented","events":[{{opened}}]}]}""").Shares);
    }

    static Profile Read(string content)
    {
        using TestAssembly assembly = new(Source);
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.File("profile"), content, Encoding.Latin1);
        return ProfileReader.Read(folder.File("profile"), OwnMethods.Read([assembly.Path]));
    }
}
