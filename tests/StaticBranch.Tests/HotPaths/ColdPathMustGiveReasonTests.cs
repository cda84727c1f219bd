using Verify = StaticBranch.Tests.Verify<StaticBranch.HotPaths.ColdPathMustGiveReason, Microsoft.CodeAnalysis.Testing.EmptyCodeFixProvider>;

namespace StaticBranch.Tests.HotPaths;

public class ColdPathMustGiveReasonTests
{
    [Theory]
    [InlineData("[{|SB4001:ColdPath(\"\")|}] void Free() { }")]
    [InlineData("[{|SB4001:ColdPath(\" \\t\")|}] void Free() { }")]
    [InlineData("[{|SB4001:ColdPath(null)|}] void Free() { }")]
    [InlineData("[{|SB4001:ColdPath(default)|}] void Free() { }")]
    [InlineData("[{|SB4001:ColdPath(Blank)|}] void Free() { }")]
    [InlineData("[{|SB4001:ColdPath(reason: \"\")|}] void Free() { }")]
    [InlineData("[{|SB4001:ColdPathAttribute(\"\")|}] int Size => 1;")]
    [InlineData("[{|SB4001:StaticBranch.ColdPath(\"\")|}] void Free() { }")]
    [InlineData("int Size { [{|SB4001:ColdPath(\"\")|}] get => 1; }")]
    [InlineData("void Free() { Local(); [{|SB4001:ColdPath(\"\")|}] void Local() { } }")]
    public Task Triggers(string member) => Verify.Findings(InType(member));

    [Theory]
    [InlineData("[ColdPath(\"at start-up\")] void Free() { }")]
    [InlineData("[ColdPath(Reason)] void Free() { }")]
    [InlineData("[ColdPath(\"at \" + Reason)] void Free() { }")]
    [InlineData("[Obsolete(\"\")] void Free() { }")]
    [InlineData("[Other.ColdPath(\"\")] void Free() { }")]
    public Task DoesNotTrigger(string member) => Verify.Findings(InType(member));

    static string InType(string member) => $$"""
        using System;
        using StaticBranch;

        namespace Other { class ColdPathAttribute : Attribute { public ColdPathAttribute(string reason) { } } }
        class Memory
        {
            const string Blank = "", Reason = "at start-up";
            {{member}}
        }
        """;
}
