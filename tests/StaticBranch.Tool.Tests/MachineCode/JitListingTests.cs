using StaticBranch.Tool.MachineCode;

namespace StaticBranch.Tool.Tests.MachineCode;

public sealed class JitListingTests
{
    const string Optimised = """
        ; Assembly listing for method N.T:M(int):bool:this (Tier1)
        ; Emitting BLENDED_CODE for generic X64 + VEX + EVEX on Unix

        G_M000_IG01:                ;; offset=0x0000
               test     edi, edi
               jne      SHORT G_M000_IG03
               lock     
               xadd     dword ptr [rdi], eax
               call     [N.T:Slow(int)]
               call     [rax+0x20]N.Base:Virtual():this
               call     CORINFO_HELP_RNGCHKFAIL
               jmp      SHORT G_M000_IG02
               tail.jmp [N.T:Last()]

        ; Total bytes of code 22

        """;

    [Fact]
    public void A_summary_counts_jumps_calls_and_prefixed_instructions() =>
        Assert.Equal(new CodeSummary(Instructions: 8, ConditionalJumps: 1, Calls: 4, Bytes: 22), Parse(Optimised).Optimised("N.T:M").Summary);

    [Fact]
    public void Call_targets_are_methods_and_helpers() =>
        Assert.Equal(["N.T:Slow(int)", "N.Base:Virtual():this", "CORINFO_HELP_RNGCHKFAIL", "N.T:Last()"], Parse(Optimised).Optimised("N.T:M").CallTargets);

    [Fact]
    public void The_last_optimised_listing_counts() =>
        Assert.Equal(7, Parse(Optimised + Optimised.Replace("code 22", "code 7") + Optimised.Replace("(Tier1)", "(Tier0)")).Optimised("N.T:M").Bytes);

    [Theory]
    [InlineData("", "the listing is empty: 'N.T:M'")]
    [InlineData("; Assembly listing for method N.T:M(int):bool (Tier1)\n       ret\n", "the listing of 'N.T:M(int):bool' is truncated after 1 instructions")]
    [InlineData("; Assembly listing for method N.T:M() (Tier1)\n       ret\n; Assembly listing for method N.T:X() (Tier1)\n", "the listing of 'N.T:M()' is cut short by that of 'N.T:X() (Tier1)'")]
    [InlineData("; Assembly listing for method N.T:M() (Tier1)\n; Total bytes of code 0\n", "the listing of 'N.T:M' has no instructions")]
    [InlineData("; Assembly listing for method N.T:M() (Instrumented Tier1)\n       ret\n; Total bytes of code 1\n", "'N.T:M' was never optimised: InstrumentedTier1")]
    [InlineData("; Assembly listing for method N.T:M() (Tier1-OSR)\n       ret\n; Total bytes of code 1\n", "'N.T:M' was never optimised: Tier1Osr")]
    [InlineData("; Assembly listing for method N.T:M() (Tier9)\n       ret\n; Total bytes of code 1\n", "unknown tier 'Tier9'")]
    [InlineData("; Assembly listing for method N.T:M()\n", "the listing names no tier")]
    [InlineData("; Assembly listing for method N.T:X() (Tier1)\n       ret\n; Total bytes of code 1\n", "the listing has no 'N.T:M', only N.T:X()")]
    [InlineData("; Assembly listing for method N.T:M() (Tier1)\n       ret\n; Total bytes of code 1\n; Assembly listing for method N.T:M(int) (Tier1)\n       ret\n; Total bytes of code 1\n", "'N.T:M' is ambiguous: N.T:M(), N.T:M(int)")]
    public void What_cannot_be_judged_is_said(string listing, string expected) =>
        Assert.StartsWith(expected, Assert.Throws<MachineCodeException>(() => Parse(listing).Optimised("N.T:M")).Message);

    [Theory]
    [InlineData("(Tier1)\n       ret", "(Tier1)\n       int3", "ret")]
    [InlineData("(Instrumented Tier0)\n       ret", "(Tier1)\n       int3", "int3")]
    public void What_came_late_in_one_run_is_taken_from_another(string one, string other, string expected) =>
        Assert.Equal(expected, Assert.Single(Parse(Listing(one)).OrElse(Parse(Listing(other))).Optimised("N.T:M").Instructions).Mnemonic);

    static string Listing(string code) => $"; Assembly listing for method N.T:M() {code}\n; Total bytes of code 1\n";

    [Theory]
    [InlineData("jne", true, false)]
    [InlineData("jmp", false, false)]
    [InlineData("tail.jmp", false, true)]
    [InlineData("cbz", true, false)]
    [InlineData("bhs", true, false)]
    [InlineData("b.hs", true, false)]
    [InlineData("b", false, false)]
    [InlineData("blr", false, true)]
    [InlineData("blo", true, false)]
    [InlineData("setne", false, false)]
    public void Mnemonics_are_told_apart(string mnemonic, bool isConditionalJump, bool isCall)
    {
        Instruction instruction = new(mnemonic, "");

        Assert.Equal((isConditionalJump, isCall), (instruction.IsConditionalJump, instruction.IsCall));
    }

    static JitListing Parse(string text) => JitListing.Parse(new StringReader(text));
}
