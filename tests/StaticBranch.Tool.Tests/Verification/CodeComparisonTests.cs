using StaticBranch.Tool.MachineCode;
using StaticBranch.Tool.Verification;

namespace StaticBranch.Tool.Tests.Verification;

public sealed class CodeComparisonTests
{
    [Theory]
    [InlineData("dec eax|ret", nameof(Outcome.Folded))]
    [InlineData("push rbp|mov rbp, rsp|dec eax|pop rbp|ret", nameof(Outcome.Folded))]
    [InlineData("sub rsp, 8|mov rbx, rdi|dec eax|add rsp, 8|ret", nameof(Outcome.Folded))]
    [InlineData("cmp byte ptr [rdi], dil|dec eax|ret", nameof(Outcome.Residue))]
    [InlineData("mov rax, qword ptr [rdi+0x08]|dec eax|ret", nameof(Outcome.Residue))]
    [InlineData("je SHORT G_M000_IG02|dec eax|ret", nameof(Outcome.NotFolded))]
    [InlineData("call CORINFO_HELP_GET_NONGCSTATIC_BASE|dec eax|ret", nameof(Outcome.NotFolded))]
    public void Code_is_compared_with_that_of_the_literal(string code, string expected) =>
        Assert.Equal(expected, CodeComparison.Of(Method(code), Method("dec eax|ret")).ToString());

    static MethodListing Method(string code) =>
        new("N.T:M()", Tier.FullOpts, [.. code.Split('|').Select(line => new Instruction(line.Split(' ')[0], line[line.Split(' ')[0].Length..].Trim()))], Bytes: 1);
}
