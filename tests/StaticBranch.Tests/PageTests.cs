using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;

namespace StaticBranch.Tests;

/// <summary>The examples on a rule's page are code: what is shown as a violation is one, and what is shown as fixed is clean under all rules.</summary>
public class PageTests
{
    public static TheoryData<string> Ids => ConsistencyTests.Ids;

    [Theory, MemberData(nameof(Ids))]
    public async Task The_violation_breaks_this_rule_and_no_other(string id) => Assert.Equal([id], await FindingsIn(id, "Violation"));

    [Theory, MemberData(nameof(Ids))]
    public async Task The_fixed_example_breaks_no_rule(string id) => Assert.Empty(await FindingsIn(id, "Fixed"));

    /// <summary>All examples of all pages.</summary>
    public static IEnumerable<string> Examples => from page in Repository.Files("src/StaticBranch.Analyzers", "SB*.md") from section in (string[])["Violation", "Fixed"] select Example(Path.GetFileNameWithoutExtension(page), section);

    static async Task<IEnumerable<string>> FindingsIn(string id, string section)
    {
        var compilation = AllRules.Compile([Example(id, section)]);
        Assert.Empty(compilation.GetDiagnostics(TestContext.Current.CancellationToken).Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        return (await AllRules.FindingsIn(compilation)).Select(finding => finding.Id).Distinct();
    }

    static string Example(string id, string section)
    {
        string page = File.ReadAllText(Assert.Single(Repository.Files("src/StaticBranch.Analyzers", id + ".md")));
        return Assert.Single(Regex.Matches(page, $@"^## {section}\n\n```csharp\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)).Groups[1].Value;
    }
}
