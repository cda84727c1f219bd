namespace StaticBranch.Oracle.Tests;

public sealed class TableTests(Judgement judgement)
{
    [Fact]
    public void The_page_of_SB2001_holds_what_was_measured()
    {
        Table.AssertColumn(Table.Tier1, judgement.Written, judgement.Tier1.Folds);
        Table.AssertColumn(Table.FirstCall, judgement.Written, judgement.Untiered.Folds);
    }
}
