using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Testing;
using StaticBranch.HotPaths;

namespace StaticBranch.Tests;

/// <summary>Runs one analyzer, and one fixer, over marked source: <c>{|SB1001:leaf|}</c> is where a finding must be, and nothing else may be.</summary>
static class Verify<TAnalyzer, TFix> where TAnalyzer : DiagnosticAnalyzer, new() where TFix : CodeFixProvider, new()
{
    public static Task Findings(string source, string? editorConfig = null, string? hotPaths = null) => Run(new Test { TestCode = source }, editorConfig, hotPaths);

    /// <summary>The same source twice says that nothing is offered.</summary>
    public static Task Fix(string source, string fixedSource, string? editorConfig = null, string? equivalenceKey = null, string? hotPaths = null) =>
        Run(new Test { TestCode = source, FixedCode = fixedSource, CodeActionEquivalenceKey = equivalenceKey }, editorConfig, hotPaths);

    static Task Run(Test test, string? editorConfig, string? hotPaths)
    {
        if (editorConfig is not null) test.TestState.AnalyzerConfigFiles.Add(("/.globalconfig", "is_global = true\n" + editorConfig));
        if (hotPaths is not null) test.TestState.AdditionalFiles.Add(("/HotPaths.txt", hotPaths));
        return test.RunAsync();
    }

    sealed class Test : CSharpCodeFixTest<TAnalyzer, TFix, DefaultVerifier>
    {
        public Test()
        {
            ReferenceAssemblies = new ReferenceAssemblies("net");
            TestState.AdditionalReferences.AddRange(Platform.References);
            // The attributes are an input of these tests, not their result; what a pragma suppresses is the compiler's business; and one test asks every rule about generated code.
            TestBehaviors |= TestBehaviors.SkipGeneratedSourcesCheck | TestBehaviors.SkipSuppressionCheck | TestBehaviors.SkipGeneratedCodeCheck;
        }

        protected override ParseOptions CreateParseOptions() => new CSharpParseOptions(LanguageVersion.Preview);
        protected override CompilationOptions CreateCompilationOptions() => ((CSharpCompilationOptions)base.CreateCompilationOptions()).WithAllowUnsafe(true);
        protected override IEnumerable<Type> GetSourceGenerators() => [typeof(AttributeSource)];
    }
}
