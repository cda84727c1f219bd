using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;

namespace StaticBranch.Tests;

/// <summary>The put_page of the README is code: put into the sample, it compiles and gives the findings that the README tells of.</summary>
public class ReadmeTests
{
    [Fact]
    public async Task The_code_before_has_the_finding_that_is_quoted()
    {
        var finding = Assert.Single(await FindingsIn("Before"));
        Assert.Contains($"> warning {finding.Id}: {finding.GetMessage()}\n", Readme);
    }

    [Fact]
    public async Task The_code_after_has_no_finding() => Assert.Empty(await FindingsIn("After"));

    static string Readme { get; } = File.ReadAllText(Repository.File("README.md"));

    static async Task<IEnumerable<Diagnostic>> FindingsIn(string section)
    {
        var code = Regex.Match(Readme, $@"^## {section}\n\n```csharp\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline).Groups[1];
        var example = $$"""
            using static PutPage.V4_12;
            using static PutPage.V4_12_HookAsBareBranch;

            namespace PutPage;

            static class Example
            {
                {{code}}
            }
            """;
        var sample = Repository.Files("samples/PutPage", "*.cs").Where(file => Path.GetFileName(file) != "Program.cs").Select(File.ReadAllText);
        var compilation = AllRules.Compile([example, .. sample]);
        Assert.Empty(compilation.GetDiagnostics(TestContext.Current.CancellationToken).Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        return await AllRules.LiveFindingsIn(compilation, compilation.SyntaxTrees.Single(tree => tree.ToString() == example));
    }
}
