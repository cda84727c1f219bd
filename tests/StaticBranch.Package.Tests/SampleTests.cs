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

    [GeneratedRegex("^ *// (?<id>SB[0-9]{4})$")]
    private static partial Regex Mark();

    [GeneratedRegex(@"^(?<file>[^(\n]*)\((?<line>[0-9]+),[0-9]+\): warning (?<id>\w+):", RegexOptions.Multiline)]
    private static partial Regex Warning();
}
