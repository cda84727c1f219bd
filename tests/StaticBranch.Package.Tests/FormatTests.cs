namespace StaticBranch.Package.Tests;

public class FormatTests(FormatTests.Formatted formatted) : IClassFixture<FormatTests.Formatted>
{
    /// <summary>The application, run before and after <c>dotnet format</c> put a new flag before the branch.</summary>
    public sealed class Formatted(Workshop workshop) : IAsyncLifetime
    {
        public Consumer Consumer { get; } = workshop.Copy("Consumers");

        public string Before { get; private set; } = "";

        public string After { get; private set; } = "";

        public async ValueTask InitializeAsync()
        {
            Before = await BuildAndRun();
            Assert.NotEmpty(Consumer.Findings("App", "net10.0"));
            await Consumer.Run("format", "analyzers", "App/App.csproj", "--diagnostics", "SB1001", "--severity", "warn");
            After = await BuildAndRun();
        }

        public async Task<string> BuildAndRun(params string[] properties)
        {
            await Consumer.Run(["build", "App", "--output", "out", .. properties]);
            return await Consumer.Run("out/App.dll");
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    [Fact]
    public void Formatting_takes_the_branch_off_the_hot_path() => Assert.Empty(formatted.Consumer.Findings("App", "net10.0"));

    [Fact]
    public void Formatting_keeps_behaviour()
    {
        Assert.Contains("last user known False", formatted.Before);
        Assert.Equal(formatted.Before, formatted.After);
    }

    [Fact]
    public async Task The_project_file_turns_the_new_flag_off() => Assert.DoesNotContain("last user known False", await formatted.BuildAndRun("-p:NonPooled=false"));
}
