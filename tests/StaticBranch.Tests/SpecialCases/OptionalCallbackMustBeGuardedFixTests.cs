using Microsoft.CodeAnalysis.CSharp;
using StaticBranch.SpecialCases;

namespace StaticBranch.Tests.SpecialCases;

public class OptionalCallbackMustBeGuardedFixTests
{
    [Theory]
    [InlineData("page.OnFree?.Invoke(page);", "if (FeatureFlags.FreeCallbacks) page.OnFree?.Invoke(page);")]
    [InlineData("if (page.OnFree != null) page.OnFree(page);", "if (FeatureFlags.FreeCallbacks && page.OnFree != null) page.OnFree(page);")]
    [InlineData("if (page.OnFree is null) return; page.OnFree(page);", "if (!FeatureFlags.FreeCallbacks || page.OnFree is null) return; page.OnFree(page);")]
    [InlineData("if (Hooks.Late == null) return; Hooks.Late(page);", "if (!FeatureFlags.LateCallbacks || Hooks.Late == null) return; Hooks.Late(page);")]
    public async Task Fixes(string body, string guarded)
    {
        var mended = await Mending.FixAllAsync(Mending.Project(LanguageVersion.CSharp12, ("Memory.cs", Source(body))), new OptionalCallbackMustBeGuardedFixer(), FixAll.FirstRemedy);
        Assert.Equal(Source(guarded), await Mending.TextAsync(mended, "Memory.cs"));
        Assert.Empty(await Mending.FindingsAsync(mended));
    }

    [Fact]
    public async Task Makes_a_hook_that_is_assigned_once_readonly()
    {
        var mended = await Mending.FixAllAsync(Mending.Project(LanguageVersion.CSharp12, ("Memory.cs", Source("Hooks.Once?.Invoke(page);"))), new OptionalCallbackMustBeGuardedFixer(), FixAll.FirstRemedy);
        Assert.Equal(Source("Hooks.Once?.Invoke(page);").Replace("static Action<Page> Once", "static readonly Action<Page> Once"), await Mending.TextAsync(mended, "Memory.cs"));
        Assert.Empty(await Mending.FindingsAsync(mended));
    }

    static string Source(string body) => $$"""
        using System;
        using StaticBranch;

        class Page { public int Count; public Action<Page> OnFree; }
        static class Hooks
        {
            public static Action<Page> Late;
            public static Action<Page> Once = Environment.ProcessorCount > 3 ? null : page => { };
            public static readonly Action<Page> Fixed = null;
            static void Set(Action<Page> hook) => Late = hook;
        }
        static class Memory
        {
            [HotPath] static void Put(Page page) { {{body}} }
        }
        """;
}
