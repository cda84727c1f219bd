using System.Text.RegularExpressions;
using StaticBranch.Tests;

namespace StaticBranch.Package.Tests;

public partial class SampleTests(SampleTests.Built sample) : IClassFixture<SampleTests.Built>
{
    /// <summary>The sample in the package's configuration, compiled before any test: what is up to date is compiled no more, and warns of nothing.</summary>
    public sealed class Built(Workshop workshop) : IAsyncLifetime
    {
        public string Output { get; private set; } = "";

        public async ValueTask InitializeAsync() => Output = await Run("build", "samples/PutPage");

        public Task<string> Run(params string[] arguments) =>
            Dotnet.Run(Repository.Root, [.. arguments, "--configuration", "Release", "--artifacts-path", workshop.Artifacts]);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    /// <summary>A line that only says <c>// SBnnnn</c> marks the line below it.</summary>
    [Fact]
    public void Building_the_sample_warns_at_the_marked_lines_and_nowhere_else()
    {
        var marks = from file in Repository.Files("samples/PutPage", "*.cs")
                    from line in File.ReadLines(file).Index()
                    let mark = Mark().Match(line.Item)
                    where mark.Success
                    select $"{Path.GetFileName(file)}({line.Index + 2}): {mark.Groups["id"]}";

        var warnings = Warning().Matches(sample.Output).Select(warning => $"{Path.GetFileName(warning.Groups["file"].Value)}({warning.Groups["line"]}): {warning.Groups["id"]}");

        Assert.Equal(marks.Order(), warnings.Distinct().Order());
    }

    [Theory]
    [InlineData("true", "With_the_flag_on_the_driver_hears_of_the_put_from_two_to_one")]
    [InlineData("false", "With_the_flag_off_no_put_looks_for_device_pages")]
    public async Task The_samples_tests_run_in_the_position_that_they_are_given(string position, string test)
    {
        var output = await sample.Run("test", "samples/PutPage.Tests", $"-p:DevicePages={position}", "--logger", "console;verbosity=normal");

        Assert.Matches($"Passed .*{test}", output);
    }

    [GeneratedRegex("^ *// (?<id>SB[0-9]{4})$")]
    private static partial Regex Mark();

    [GeneratedRegex(@"^(?<file>[^(\n]*)\((?<line>[0-9]+),[0-9]+\): warning (?<id>\w+):", RegexOptions.Multiline)]
    private static partial Regex Warning();
}
