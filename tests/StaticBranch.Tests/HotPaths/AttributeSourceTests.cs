using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using StaticBranch.HotPaths;

namespace StaticBranch.Tests.HotPaths;

public class AttributeSourceTests
{
    [Theory]
    [InlineData(LanguageVersion.CSharp7_3)]
    [InlineData(LanguageVersion.Latest)]
    public void Compiles_without_warning(LanguageVersion version) => Assert.Empty(Generate(version).GetDiagnostics(TestContext.Current.CancellationToken));

    [Fact]
    public void Stays_out_when_asked() =>
        Assert.Null(Generate(LanguageVersion.Latest, "STATIC_BRANCH_NO_ATTRIBUTES").GetTypeByMetadataName("StaticBranch.HotPathAttribute"));

    static Compilation Generate(LanguageVersion version, params string[] defines)
    {
        var parse = CSharpParseOptions.Default.WithLanguageVersion(version).WithPreprocessorSymbols(defines);
        var compilation = CSharpCompilation.Create("consumer", [], Platform.References, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        CSharpGeneratorDriver.Create([new AttributeSource().AsSourceGenerator()], parseOptions: parse)
            .RunGeneratorsAndUpdateCompilation(compilation, out var result, out _, TestContext.Current.CancellationToken);
        return result;
    }
}
