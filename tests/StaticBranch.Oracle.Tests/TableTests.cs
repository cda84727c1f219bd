using StaticBranch.Tests;

namespace StaticBranch.Oracle.Tests;

/// <summary>The page of SB2001 quotes the oracle, and so is as true as it.</summary>
public sealed class TableTests(Judgement judgement)
{
    const string Mark = "<!-- table -->\n";

    static readonly string Page = Repository.File("src", "StaticBranch.Analyzers", "Flags", "SB2001.md");

    [Fact]
    public void The_page_of_SB2001_holds_what_was_measured()
    {
        var page = File.ReadAllText(Page);
        var text = page[..(page.IndexOf(Mark, StringComparison.Ordinal) + Mark.Length)];
        var current = text + "\n" + Table();
        if (Environment.GetEnvironmentVariable("STATIC_BRANCH_WRITE_TABLE") == "1") File.WriteAllText(Page, current);

        Assert.Equal(current, File.ReadAllText(Page));
    }

    string Table() => string.Join('\n', Rows()) + "\n";

    IEnumerable<string> Rows() =>
    [
        "| flag | read as | tier-1 | first call |",
        "| --- | --- | --- | --- |",
        .. judgement.Written.Where(shape => shape.Guard == Guard.And)
            .Select(shape => $"| {shape.Definition} | `{shape.Definition.Flag.Replace("|", "\\|", StringComparison.Ordinal)}` | {Answer(judgement.Tier1, shape)} | {Answer(judgement.Untiered, shape)} |"),
    ];

    static string Answer(MachineCode code, Shape shape) => code.Folds(shape) ? "yes" : "no";
}
