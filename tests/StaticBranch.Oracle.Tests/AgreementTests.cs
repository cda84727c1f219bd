using StaticBranch.Flags;
using StaticBranch.Tool.MachineCode;

namespace StaticBranch.Oracle.Tests;

public sealed class AgreementTests(Judgement judgement)
{
    [Fact]
    public void The_analyzer_agrees_with_tier_1_on_every_written_shape() => AssertNone(judgement.Disagreements(judgement.Written, CompileModes.Jit, judgement.Tier1));

    [Fact]
    public void The_analyzer_agrees_with_tier_1_on_every_generated_shape() => AssertNone(judgement.Disagreements(judgement.FromGrammar, CompileModes.Jit, judgement.Tier1));

    [Fact]
    public void The_analyzer_agrees_with_code_that_is_compiled_before_the_first_call() => AssertNone(judgement.Disagreements(judgement.Written, CompileModes.Untiered, judgement.Untiered));

    [Fact]
    public void Shapes_are_many_and_of_both_kinds()
    {
        Assert.True(judgement.Written.Count() >= 200 && judgement.FromGrammar.Count() >= 1_000);
        Assert.InRange(judgement.FromGrammar.Count(judgement.Tier1.Folds), 250, 750);
        Assert.InRange(judgement.Written.Count(judgement.Tier1.Folds), judgement.Written.Count() / 4, judgement.Written.Count() * 3 / 4);
    }

    [Fact]
    public void A_mutable_flag_is_seen_to_stay() => Assert.Equal(Likeness.Stays, judgement.Tier1.Of(judgement.Find("mutable static")));

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    public void The_special_case_is_in_the_code_when_the_flag_is_on_and_only_then(int position, bool expected) =>
        Assert.Equal(expected, judgement.Tier1.OptimisedOf(judgement.Find("static readonly"), position).CallsTo("Oracle.Pages:Slow"));

    static void AssertNone(IEnumerable<string> disagreements)
    {
        string[] all = [.. disagreements];
        Assert.True(all is [], $"{all.Length} disagreements:\n{string.Join("\n\n", all)}");
    }
}
