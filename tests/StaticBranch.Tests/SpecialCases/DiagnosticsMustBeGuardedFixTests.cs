using Microsoft.CodeAnalysis.CSharp;
using StaticBranch.SpecialCases;

namespace StaticBranch.Tests.SpecialCases;

public class DiagnosticsMustBeGuardedFixTests
{
    [Theory]
    [InlineData("if (PoolEvents.Log.IsEnabled()) Special(page);", "if (FeatureFlags.PoolEventsDiagnostics && PoolEvents.Log.IsEnabled()) Special(page);")]
    [InlineData("if (!PoolEvents.Log.IsEnabled()) return; Special(page);", "if (!FeatureFlags.PoolEventsDiagnostics || !PoolEvents.Log.IsEnabled()) return; Special(page);")]
    [InlineData("if (source.HasListeners()) Special(page);", "if (FeatureFlags.ActivitySourceDiagnostics && source.HasListeners()) Special(page);")]
    [InlineData("if (stream.IsEnabled(1)) stream.Tell(\"count \" + page.Count);", "if (FeatureFlags.InfoStreamDiagnostics && stream.IsEnabled(1)) stream.Tell(\"count \" + page.Count);")]
    public async Task Fixes(string body, string guarded)
    {
        var mended = await Mending.FixAllAsync(Mending.Project(LanguageVersion.CSharp12, ("Memory.cs", Source(body))), new DiagnosticsMustBeGuardedFixer(), FixAll.FirstRemedy);
        Assert.Equal(Source(guarded), await Mending.TextAsync(mended, "Memory.cs"));
        Assert.Empty(await Mending.FindingsAsync(mended));
    }

    static string Source(string body) => $$"""
        using System.Diagnostics;
        using System.Diagnostics.Tracing;
        using StaticBranch;

        class PoolEvents : EventSource { public static readonly PoolEvents Log = new PoolEvents(); }
        class InfoStream { int level; public bool IsEnabled(int at) => at < level; public void Tell(string text) { } }
        class Page { public int Count; }
        static class Memory
        {
            static readonly InfoStream stream = new InfoStream();
            static readonly ActivitySource source = new ActivitySource("Pool");
            static void Special(Page page) { }
            [HotPath] static void Put(Page page) { {{body}} }
        }
        """;
}
