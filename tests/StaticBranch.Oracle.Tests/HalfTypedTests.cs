using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using StaticBranch.Flags;

namespace StaticBranch.Oracle.Tests;

/// <summary>Every form of a flag, while it is being typed.</summary>
public sealed class HalfTypedTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task No_rule_throws(int seed)
    {
        var random = new Random(seed);
        var compilation = ShapeAssembly.Compile(Judgement.WriteShapes(), shape => Broken(shape.Source, random));

        var found = await compilation.WithAnalyzers([new HotPathAnalyzer(), new FlagAnalyzer(), new SpecialCaseMustBeProducedUnderItsFlag()]).GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);

        Assert.NotEmpty(found);
        Assert.DoesNotContain(found, diagnostic => diagnostic.Id == "AD0001");
    }

    // One token is missing, or doubled, or the last one so far.
    static string Broken(string source, Random random)
    {
        var tokens = CSharpSyntaxTree.ParseText(source).GetRoot().DescendantTokens().ToArray();
        var place = tokens[random.Next(tokens.Length)].Span;
        return random.Next(3) switch
        {
            0 => source.Remove(place.Start, place.Length),
            1 => source.Insert(place.Start, source.Substring(place.Start, place.Length) + " "),
            _ => source[..place.End],
        };
    }
}
