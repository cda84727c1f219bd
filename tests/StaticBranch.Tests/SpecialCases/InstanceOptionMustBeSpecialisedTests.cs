using Microsoft.CodeAnalysis.CSharp;
using StaticBranch.SpecialCases;
using Verify = StaticBranch.Tests.Verify<StaticBranch.HotPathAnalyzer, Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;

namespace StaticBranch.Tests.SpecialCases;

public class InstanceOptionMustBeSpecialisedTests
{
    [Theory]
    [InlineData("if ({|SB1003:clears|}) Clear(buffer);")]
    [InlineData("if ({|SB1003:options.Zeroes|}) Clear(buffer);")]
    [InlineData("if ({|SB1003:ClearsMuch|}) Clear(buffer);")]
    [InlineData("if ({|SB1001:IsNearlyFull|}) Clear(buffer);")]
    [InlineData("if ({|SB1003:this.options.Limit == 0|}) Clear(buffer);")]
    [InlineData("if ({|SB1003:limit > 0|}) Clear(buffer);")]
    [InlineData("if ({|SB1003:options.Limit == 0|} || size < options.Limit) Clear(buffer);")]
    [InlineData("if ({|SB1003:lifetime != TimeSpan.Zero|}) Clear(buffer);")]
    [InlineData("if ({|SB1003:MaxKept == 0|} || size < MaxKept) buckets[0].Push(buffer); else if (clears) Clear(buffer);")]
    [InlineData("if ({|SB1003:MaxKept != int.MaxValue|} && size > 3) Clear(buffer);")]
    [InlineData("if ({|SB1003:Allowed == long.MaxValue|}) Clear(buffer);")]
    [InlineData("if ({|SB1003:clearArray|}) Clear(buffer);")]
    [InlineData("if (size < buckets.Length) { if ({|SB1003:clears|}) Clear(buffer); buckets[size].Push(buffer); }")]
    [InlineData("for (int i = 0; i < buckets.Length; i++) size++; if ({|SB1003:clears|}) Clear(buffer);")]
    public Task Triggers(string body) => Verify.Findings(InPool(body));

    [Theory]
    [InlineData("if (size < options.Limit) Clear(buffer);")]
    [InlineData("if (options.Length != 0) Clear(buffer);")]
    [InlineData("if (Capacity == 0) Clear(buffer);")]
    [InlineData("if (Allowed == 3) Clear(buffer);")]
    [InlineData("if (size >= buckets.Length) { if (clears) Clear(buffer); return; } buckets[size].Push(buffer);")]
    [InlineData("if (size < buckets.Length) buckets[size].Push(buffer); else if (clears) Clear(buffer);")]
    [InlineData("if (closed) return; closed = true; Clear(buffer);")]
    public Task DoesNotTrigger(string body) => Verify.Findings(InPool(body));

    [Theory]
    [InlineData("if (clears) Clear(buffer);", "if (FeatureFlags.Clears && clears) Clear(buffer);")]
    [InlineData("if (!clears) return; Clear(buffer);", "if (!FeatureFlags.Clears || !clears) return; Clear(buffer);")]
    [InlineData("if (options.Zeroes) Clear(buffer);", "if (FeatureFlags.Zeroes && options.Zeroes) Clear(buffer);")]
    [InlineData("if (limit > 0 && size > 3) Clear(buffer);", "if (FeatureFlags.Limit && limit > 0 && size > 3) Clear(buffer);")]
    public async Task Fixes(string body, string guarded)
    {
        var mended = await Mending.FixAllAsync(Mending.Project(LanguageVersion.CSharp12, ("Pool.cs", InPool(body))), new InstanceOptionMustBeSpecialisedFixer(), FixAll.FirstRemedy);
        Assert.Equal(InPool(guarded), await Mending.TextAsync(mended, "Pool.cs"));
        Assert.Empty(await Mending.FindingsAsync(mended));
    }

    static string InPool(string body) => $$"""
        using System;
        using System.Collections.Generic;
        using StaticBranch;

        class Options { public bool Zeroes; public int Limit; public int Length { get; } }
        class Pool
        {
            readonly bool clears, clearArray;
            int Capacity;
            public int MaxKept { get; set; }
            public long Allowed { get; set; }
            readonly int limit;
            readonly TimeSpan lifetime;
            readonly Options options = new();
            readonly Stack<byte[]>[] buckets = [];
            int size;
            bool closed, filling;
            bool ClearsMuch => clears && limit > 0;
            bool IsNearlyFull => clears && filling;
            void Clear(byte[] buffer) { }
            [HotPath] void Return(byte[] buffer) { {{body}} }
        }
        """;
}
