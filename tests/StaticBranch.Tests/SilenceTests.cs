using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using StaticBranch.Tests.Flow;

namespace StaticBranch.Tests;

/// <summary>All rules over code that gives them no reason to speak, and over code that is not code yet.</summary>
public class SilenceTests
{
    [Fact]
    public async Task Idiomatic_code_has_no_findings() => Assert.Empty(await FindingsInWorkingCode(IdiomaticCode));

    [Fact]
    public async Task The_products_own_code_has_no_findings() => Assert.Empty(await FindingsInWorkingCode(
        Repository.Files("src", "*.cs").Where(file => Path.GetRelativePath(Repository.Root, file).Split(Path.DirectorySeparatorChar)[1] is "StaticBranch.Analyzers" or "StaticBranch.CodeFixes")));

    [Fact]
    public async Task Half_typed_code_makes_no_rule_throw()
    {
        var files = IdiomaticCode.Concat(Sample).Select(File.ReadAllText).ToList();
        var compilation = AllRules.Compile(files);
        foreach (var tree in compilation.SyntaxTrees.Where(tree => files.Contains(tree.ToString())))
            foreach (var text in Broken(tree.ToString()))
            {
                var broken = tree.WithChangedText(SourceText.From(text));
                Assert.DoesNotContain(await AllRules.LiveFindingsIn(compilation.ReplaceSyntaxTree(tree, broken), broken), Threw);
            }
    }

    /// <summary>Tokens lost, doubled, exchanged: code that no parser recovers from as a person would.</summary>
    [Theory, InlineData(1), InlineData(2), InlineData(3), InlineData(4), InlineData(5)]
    public async Task Mangled_code_makes_no_rule_throw(int seed)
    {
        var random = new Random(seed);
        var sources = PageTests.Examples.Concat(GuardTests.Sources).ToArray();
        for (int round = 0; round < 100; round++)
        {
            string mangled = Mangled(sources[random.Next(sources.Length)], random);
            Assert.False((await AllRules.FindingsIn(AllRules.Compile([mangled]))).Any(Threw), mangled);
        }
    }

    [Theory]
    [InlineData("if (page.IsSpecial) Use(page);\n", 3_000)]
    [InlineData("if (page.IsSpecial) {", 150)]
    [InlineData("page.IsSpecial || ", 1_000)]
    [InlineData("page.IsSpecial ? page : ", 150)]
    [InlineData("((", 75)]
    public async Task Huge_code_makes_no_rule_throw(string part, int times)
    {
        var repeated = string.Concat(Enumerable.Repeat(part, times));
        var source = $$"""
            class Page
            {
                public bool IsSpecial;
                void Use(Page page) { }

                [StaticBranch.HotPath]
                public void Put(Page page)
                {
                    {{repeated}}
                }
            }
            """;
        Assert.DoesNotContain(await AllRules.FindingsIn(AllRules.Compile([source])), Threw);
    }

    static IEnumerable<string> IdiomaticCode => Repository.Files("tests/StaticBranch.Tests/Idiomatic", "*.cs");

    static IEnumerable<string> Sample => Repository.Files("samples/PutPage/Stages", "*.cs");

    static bool Threw(Diagnostic finding) => finding.Id == "AD0001";

    static async Task<IEnumerable<Diagnostic>> FindingsInWorkingCode(IEnumerable<string> files)
    {
        var compilation = AllRules.Compile(files.Select(File.ReadAllText));
        Assert.Empty(compilation.GetDiagnostics(TestContext.Current.CancellationToken).Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        return await AllRules.FindingsIn(compilation);
    }

    static string Mangled(string source, Random random)
    {
        var tokens = SyntaxFactory.ParseTokens(source).Select(token => token.ToFullString()).ToList();
        for (int change = random.Next(1, 4); change > 0 && tokens.Count > 0; change--)
        {
            int at = random.Next(tokens.Count);
            switch (random.Next(4))
            {
                case 0: tokens.RemoveRange(at, Math.Min(random.Next(1, 6), tokens.Count - at)); break;
                case 1: tokens.Insert(at, tokens[at]); break;
                case 2: tokens[at] = tokens[random.Next(tokens.Count)]; break;
                default: tokens.RemoveRange(at, tokens.Count - at); break;
            }
        }
        return string.Concat(tokens);
    }

    // Typing leaves off anywhere; deleting takes anything away. A prime stride visits all kinds of places.
    static IEnumerable<string> Broken(string source)
    {
        const int Stride = 97;
        for (var at = Stride; at < source.Length; at += Stride)
        {
            yield return source[..at];
            yield return source.Remove(at, Math.Min(Stride / 4, source.Length - at));
        }
    }
}
