using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace StaticBranch.Tests;

/// <summary>An editor asks for one document, or for the span on screen, and must see what a build would say.</summary>
public class LiveTests
{
    readonly Compilation sample = AllRules.Compile(Repository.Files("samples/PutPage", "*.cs").Select(File.ReadAllText));

    [Fact]
    public async Task A_document_has_the_findings_of_the_build()
    {
        var live = new List<Diagnostic>();
        foreach (var tree in sample.SyntaxTrees)
            live.AddRange(await AllRules.LiveFindingsIn(sample, tree));

        Assert.Equal(await Build(), Places(live));
    }

    [Fact]
    public async Task A_member_has_the_findings_of_the_build()
    {
        var live = new List<Diagnostic>();
        foreach (var tree in sample.SyntaxTrees)
            foreach (var member in (await tree.GetRootAsync(TestContext.Current.CancellationToken)).DescendantNodes().Where(node => node is MethodDeclarationSyntax or PropertyDeclarationSyntax))
                live.AddRange(await AllRules.LiveFindingsIn(sample, tree, member.Span));

        Assert.Equal(await Build(), Places(live));
    }

    async Task<IEnumerable<string>> Build()
    {
        var findings = await AllRules.FindingsIn(sample);
        Assert.NotEmpty(findings);
        return Places(findings);
    }

    static IEnumerable<string> Places(IEnumerable<Diagnostic> findings) => findings.Select(finding => $"{finding.Id} {finding.Location.GetLineSpan()}").Order();
}
