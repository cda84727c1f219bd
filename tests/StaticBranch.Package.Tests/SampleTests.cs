using System.Text.RegularExpressions;
using StaticBranch.Tests;

namespace StaticBranch.Package.Tests;

public partial class SampleTests(Workshop workshop)
{
    /// <summary>A line that only says <c>// SBnnnn</c> marks the line below it.</summary>
    [Fact]
    public async Task Building_the_sample_warns_at_the_marked_lines_and_nowhere_else()
    {
        var marks = from file in Repository.Files("samples/PutPage", "*.cs")
                    from line in File.ReadLines(file).Index()
                    let mark = Mark().Match(line.Item)
                    where mark.Success
                    select $"{Path.GetFileName(file)}({line.Index + 2}): {mark.Groups["id"]}";

        var output = await Dotnet.Run(Repository.Root, ["build", "samples/PutPage", "--configuration", "Release", "--artifacts-path", workshop.Artifacts]);
        var warnings = Warning().Matches(output).Select(warning => $"{Path.GetFileName(warning.Groups["file"].Value)}({warning.Groups["line"]}): {warning.Groups["id"]}");

        Assert.Equal(marks.Order(), warnings.Distinct().Order());
    }

    [Theory]
    [InlineData("true", "With_the_flag_on_the_driver_hears_of_the_put_from_two_to_one")]
    [InlineData("false", "With_the_flag_off_no_put_looks_for_device_pages")]
    public async Task The_samples_tests_run_in_the_position_that_they_are_given(string position, string test)
    {
        var output = await Dotnet.Run(Repository.Root, ["test", "samples/PutPage.Tests", "--configuration", "Release", "--artifacts-path", workshop.Artifacts, $"-p:DevicePages={position}", "--logger", "console;verbosity=normal"]);

        Assert.Matches($"Passed .*{test}", output);
    }

    [GeneratedRegex("^ *// (?<id>SB[0-9]{4})$")]
    private static partial Regex Mark();

    [GeneratedRegex(@"^(?<file>[^(\n]*)\((?<line>[0-9]+),[0-9]+\): warning (?<id>\w+):", RegexOptions.Multiline)]
    private static partial Regex Warning();
}
