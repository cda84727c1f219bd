using StaticBranch.Tool.Metadata;
using StaticBranch.Tool.Profiles;

namespace StaticBranch.Tool.Tests.Profiles;

public sealed class ProfileTests
{
    const string Source = """
        namespace Sample;
        public static class Pages
        {
            public static void Run() { Get(); Put(); }
            public static void Get() { }
            public static void Put() { Test(); }
            public static void Test() { }
            public static void Ping() { Pong(); }
            public static void Pong() { Ping(); }
        }
        """;

    [Theory]
    [InlineData("Other!Load.Loop()", "Get Put Test", "Get 1/2, Put 1/2")]
    [InlineData("Subject!Sample.Pages.Run()", "Get Put Test", "Get 1/3, Put 1/3, Run 1/3")]
    [InlineData("Subject!Sample.Pages.Run()", "", "Run 1/1")]
    [InlineData("Subject!Sample.Pages.Ping()", "Ping Pong", "Ping 1/2, Pong 1/2")]
    [InlineData("Other!Load.Loop()", "Ping Pong", "Ping 1/2, Pong 1/2")]
    [InlineData("Other!Load.Loop()", "Gone", "")]
    public void What_was_inlined_shares_the_sample(string frame, string inlinees, string expected)
    {
        using TestAssembly assembly = new(Source);
        Profile profile = new(OwnMethods.Read([assembly.Path]));
        Frame compiled = Frame.FromTrace(frame);

        profile.SetInlinings(inlinees.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(inlinee => (compiled with { Module = null }, Frame.FromTrace($"Sample.Pages.{inlinee}()"))));
        profile.Add([compiled], 1);

        Assert.Equal(expected, string.Join(", ", profile.Shares.Select(entry => $"{entry.Id["M:Sample.Pages.".Length..]} 1/{1 / entry.Share:0}")));
    }
}
