namespace StaticBranch.Oracle.Tests;

/// <summary>What a user sees, the findings on the hot method, against what became of the method.</summary>
public sealed class FindingTests(Judgement judgement)
{
    // F.Both(folds, does not): the first decides, so nothing is said; the second has an effect that nobody sees, and is called all the same.
    static readonly string[] Exceptions = ["generated 1204 / early return"];

    [Fact]
    public void The_rules_agree_with_tier_1_on_every_written_shape() => AssertDisagreements([], judgement.Written);

    [Fact]
    public void The_rules_agree_with_tier_1_on_every_generated_shape_but_the_known_exceptions() => AssertDisagreements(Exceptions, judgement.FromGrammar);

    [Fact]
    public void Few_shapes_are_left_open() => Assert.InRange(judgement.FromGrammar.Count(shape => IsSpokenOf(shape) is null), 1, 250);

    // Where one flag folds and another does not, the special case goes in some positions only, and both answers are right; so they are where it never goes because a constant is on.
    bool? IsSpokenOf(Shape shape) => (judgement.Tier1.Folds(shape), judgement.Tier1.CanVanish(shape)) switch
    {
        (true, true) => !shape.IsGuarded && !judgement.Tier1.Vanishes(shape),
        (false, false) => true,
        _ => null,
    };

    bool Agrees(Shape shape) => IsSpokenOf(shape) switch
    {
        true => Ids(shape) is not [],
        false => Ids(shape) is [] ? !LeavesWork(shape) : Ids(shape) is ["SB2002"] && LeavesWork(shape),
        null => true,
    };

    // Whether the load of a tuple's element stays is the JIT's mood.
    bool LeavesWork(Shape shape) => shape.Guard.Name == "&" && judgement.Tier1.Of(shape) == Likeness.Residue;

    void AssertDisagreements(string[] expected, IEnumerable<Shape> shapes)
    {
        Shape[] all = [.. shapes.Where(shape => !Agrees(shape))];
        Assert.True(expected.SequenceEqual(all.Select(shape => shape.ToString())), string.Join("\n\n", all.Select(Explain)));
    }

    string Explain(Shape shape) => $"{shape}: expected {IsSpokenOf(shape)}, the machine code is '{judgement.Tier1.Of(shape)}', found {string.Join(", ", Ids(shape))}\n{shape.Source}";

    string[] Ids(Shape shape) => [.. judgement.Findings[shape].Select(finding => finding.Id)];
}
