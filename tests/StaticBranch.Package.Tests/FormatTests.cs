namespace StaticBranch.Package.Tests;

public class FormatTests(Workshop workshop)
{
    [Fact]
    public async Task Formatting_takes_the_branch_off_the_hot_path_and_changes_nothing_else()
    {
        var consumer = workshop.Copy("Consumers");
        var before = await BuildAndRun(consumer);
        Assert.NotEmpty(consumer.Findings("App", "net10.0"));

        await consumer.Run("format", "analyzers", "App/App.csproj", "--diagnostics", "SB1001", "--severity", "warn");
        var after = await BuildAndRun(consumer);

        Assert.Empty(consumer.Findings("App", "net10.0"));
        Assert.Equal(before, after);
    }

    static async Task<string> BuildAndRun(Consumer consumer)
    {
        await consumer.Run("build", "App", "--output", "out");
        return await consumer.Run("out/App.dll");
    }
}
