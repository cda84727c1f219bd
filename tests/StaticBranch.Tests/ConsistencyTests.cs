using Microsoft.CodeAnalysis;

namespace StaticBranch.Tests;

/// <summary>What a rule consists of besides its code: source, page, tests, release note, preset and README row, each in its place.</summary>
public class ConsistencyTests
{
    public static TheoryData<string> Ids => [.. AllRules.Descriptors.Select(rule => rule.Id)];

    // What a hot path asks in vain, as far as a build prints it. What is wrong with a flag or a list is for the pages to show.
    public static TheoryData<string> IdsInTheSample =>
        [.. from rule in AllRules.Descriptors where rule is { DefaultSeverity: DiagnosticSeverity.Warning, Category: "SpecialCases" } select rule.Id];

    [Fact]
    public void Ids_are_unique() => Assert.Equal(AllRules.Descriptors.Select(rule => rule.Id).Distinct(), AllRules.Descriptors.Select(rule => rule.Id));

    [Fact]
    public void Ids_are_contiguous_in_each_room()
    {
        var known = AllRules.Descriptors.Select(rule => rule.Id).ToList();
        var contiguous = from room in known.GroupBy(id => id[..3])
                         from number in Enumerable.Range(1, room.Count())
                         select $"{room.Key}{number:000}";
        Assert.Equal(contiguous, known);
    }

    [Theory, MemberData(nameof(Ids))]
    public void The_page_lies_beside_the_rule_and_opens_with_its_title(string id) =>
        Assert.Equal($"# {id}: {Rule(id).Title}", File.ReadLines(Page(id)).First());

    [Theory, MemberData(nameof(Ids))]
    public void The_help_link_leads_to_the_page(string id) =>
        Assert.EndsWith("/" + Path.GetRelativePath(Repository.Root, Page(id)).Replace('\\', '/'), Rule(id).HelpLinkUri);

    [Theory, MemberData(nameof(Ids))]
    public void The_page_states_category_and_severity(string id) =>
        Assert.Contains($"| {Rule(id).Category} | {Rule(id).DefaultSeverity} |", File.ReadAllText(Page(id)));

    [Theory, MemberData(nameof(Ids))]
    public void The_release_files_state_category_and_severity(string id)
    {
        var releases = Repository.Files("src/StaticBranch.Analyzers", "AnalyzerReleases.*.md").SelectMany(File.ReadLines);
        var row = Assert.Single(releases, line => line.StartsWith(id, StringComparison.Ordinal));
        Assert.Equal([id, Rule(id).Category, Rule(id).DefaultSeverity.ToString()], row.Split('|').Take(3).Select(cell => cell.Trim()));
    }

    [Theory, MemberData(nameof(Ids))]
    public void The_rule_has_tests_in_the_same_room(string id)
    {
        var rule = Source(id);
        var tests = Repository.File("tests", "StaticBranch.Tests", Room(rule), Path.GetFileNameWithoutExtension(rule) + "Tests.cs");
        Assert.Contains($"{{|{id}:", File.ReadAllText(tests));
    }

    [Theory, MemberData(nameof(IdsInTheSample))]
    public void The_rule_is_in_the_sample(string id) =>
        Assert.Contains(Repository.Files("samples", "*.cs").SelectMany(File.ReadLines), line => line.Trim() == $"// {id}");

    [Theory]
    [InlineData("none")]
    [InlineData("strict")]
    public void The_preset_names_every_rule(string mode)
    {
        var preset = Repository.File("src", "StaticBranch.Package", "presets", $"StaticBranch.{mode}.globalconfig");
        string severity = mode == "strict" ? "warning" : mode;
        Assert.Equal([$"# StaticBranchAnalysisMode={mode}", "is_global = true", "global_level = -100", .. AllRules.Descriptors.Select(rule => $"dotnet_diagnostic.{rule.Id}.severity = {severity}")], File.ReadLines(preset));
    }

    [Fact]
    public void The_table_of_rules_in_the_readme_is_current()
    {
        var fixable = AllRules.Fixers.SelectMany(fixer => fixer.FixableDiagnosticIds).ToHashSet();
        var rows = from rule in AllRules.Descriptors
                   let page = Path.GetRelativePath(Repository.Root, Page(rule.Id)).Replace('\\', '/')
                   select $"| [{rule.Id}]({page}) | {rule.Title} | {rule.DefaultSeverity} | {(fixable.Contains(rule.Id) ? "yes" : "no")} |";
        Assert.Equal(rows, File.ReadLines(Repository.File("README.md")).Where(line => line.StartsWith("| [SB", StringComparison.Ordinal)));
    }

    static DiagnosticDescriptor Rule(string id) => AllRules.Descriptors.Single(rule => rule.Id == id);

    // An id is written in its rule, and in no other source.
    static string Source(string id) => Assert.Single(Repository.Files("src/StaticBranch.Analyzers", "*.cs"), file => File.ReadAllText(file).Contains($"\"{id}\""));

    static string Page(string id) => Path.Combine(Path.GetDirectoryName(Source(id))!, id + ".md");

    static string Room(string source) => Path.GetFileName(Path.GetDirectoryName(source)!);
}
