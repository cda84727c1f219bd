namespace StaticBranch.Package.Tests;

public class ConsumerTests(ConsumerTests.Built consumers) : IClassFixture<ConsumerTests.Built>
{
    public sealed class Built(Workshop workshop) : IAsyncLifetime
    {
        public Consumer Consumer { get; } = workshop.Copy("Consumers");

        public string Output { get; private set; } = "";

        public async ValueTask InitializeAsync() => Output = await Consumer.Run("build", "Consumers.slnx");

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData("App", "net10.0")]
    [InlineData("Library", "net8.0")]
    [InlineData("Library", "netstandard2.0")]
    [InlineData("Old", "netstandard2.0")]
    public void Finds_the_branch_that_every_release_pays_for(string project, string framework) =>
        Assert.Equal([("SB1001", "if (IsPooled)")], consumers.Consumer.Findings(project, framework));

    [Fact]
    public void Finds_the_branch_in_a_member_that_a_list_beside_the_project_names() =>
        Assert.Contains(("SB1001", "if (IsPooled)"), consumers.Consumer.Findings("Listed", "net10.0"));

    [Fact]
    public void A_line_of_the_list_that_names_nothing_is_reported_where_it_stands() =>
        Assert.Contains(("SB4002", "M:Listed.Message.Read"), consumers.Consumer.Findings("Listed", "net10.0"));

    [Fact]
    public void The_mode_none_silences_all_rules() => Assert.Empty(consumers.Consumer.Findings("Silent", "net10.0"));

    [Fact]
    public void What_is_said_of_a_category_holds_for_its_rules() => Assert.Empty(consumers.Consumer.Findings("Uncategorised", "net10.0"));

    [Fact]
    public void An_unknown_mode_is_reported_and_the_rules_run()
    {
        Assert.Contains("Mistaken.csproj : warning SB4002: StaticBranchAnalysisMode 'lax' is not one of", consumers.Output);
        Assert.NotEmpty(consumers.Consumer.Findings("Mistaken", "net10.0"));
    }

    [Fact]
    public void A_friend_assembly_can_do_with_the_attributes_that_it_sees() => Assert.Empty(consumers.Consumer.Findings("Friend", "net10.0"));

    [Fact]
    public void The_error_log_links_each_rule_to_its_page()
    {
        var rules = consumers.Consumer.Sarif("App", "net10.0").GetProperty("tool").GetProperty("driver").GetProperty("rules").EnumerateArray();
        var ours = rules.Where(rule => rule.GetProperty("id").GetString()!.StartsWith("SB", StringComparison.Ordinal)).ToList();

        Assert.NotEmpty(ours);
        Assert.All(ours, rule => Assert.EndsWith($"/{rule.GetProperty("id")}.md", rule.GetProperty("helpUri").GetString()));
    }
}
