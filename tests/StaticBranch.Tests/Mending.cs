using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Host.Mef;
using Microsoft.CodeAnalysis.Text;

namespace StaticBranch.Tests;

/// <summary>A project in memory whose findings are mended as an editor or <c>dotnet format</c> would.</summary>
static class Mending
{
    public static Project Project(LanguageVersion language, params (string Name, string Text)[] files) => Project(language, WorkspaceKind.Host, files);

    public static Project Project(LanguageVersion language, string workspace, params (string Name, string Text)[] files)
    {
        var project = new AdhocWorkspace(MefHostServices.DefaultHost, workspace).AddProject("Sample", LanguageNames.CSharp)
            .WithParseOptions(new CSharpParseOptions(language, preprocessorSymbols: ["NET9_0_OR_GREATER"]))
            .WithCompilationOptions(new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true))
            .WithMetadataReferences(Platform.References);
        project = project.AddDocument("Attributes.cs", "namespace StaticBranch { class HotPathAttribute : System.Attribute { } }").Project;
        foreach (var (name, text) in files) project = project.AddDocument(name, SourceText.From(text), filePath: "/" + name).Project;
        return project;
    }

    public static Project Configured(Project project, string options) => project.AddAnalyzerConfigDocument(".globalconfig", SourceText.From("is_global = true\n" + options), filePath: "/.globalconfig").Project;

    public static async Task<ImmutableArray<Diagnostic>> FindingsAsync(Project project, string? id = null)
    {
        var compilation = (await project.GetCompilationAsync(TestContext.Current.CancellationToken))!;
        var all = await compilation.WithAnalyzers([new HotPathAnalyzer()], project.AnalyzerOptions).GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);
        Assert.DoesNotContain(all, diagnostic => diagnostic.Id == "AD0001");
        return [.. all.Where(diagnostic => id is null || diagnostic.Id == id).OrderBy(diagnostic => diagnostic.Location.SourceTree!.FilePath).ThenBy(diagnostic => diagnostic.Location.SourceSpan)];
    }

    /// <summary>What the fixer offers for the first finding.</summary>
    public static async Task<ImmutableArray<CodeAction>> OffersAsync(Project project, CodeFixProvider fixer)
    {
        var offers = ImmutableArray.CreateBuilder<CodeAction>();
        var finding = (await FindingsAsync(project, fixer.FixableDiagnosticIds[0]))[0];
        var context = new CodeFixContext(project.GetDocument(finding.Location.SourceTree)!, finding, (action, _) => offers.Add(action), TestContext.Current.CancellationToken);
        await fixer.RegisterCodeFixesAsync(context);
        return offers.ToImmutable();
    }

    public static async Task<Project> FixAllAsync(Project project, CodeFixProvider fixer, string? key, FixAllScope scope = FixAllScope.Solution)
    {
        var findings = await FindingsAsync(project, fixer.FixableDiagnosticIds[0]);
        if (findings.IsEmpty) return project;
        var document = project.GetDocument(findings[0].Location.SourceTree)!;
        var context = new FixAllContext(document, fixer, scope, key!, fixer.FixableDiagnosticIds, new Known(findings), TestContext.Current.CancellationToken);
        var action = await fixer.GetFixAllProvider()!.GetFixAsync(context);
        return action is null ? project : await ApplyAsync(project, action);
    }

    public static async Task<Project> ApplyAsync(Project project, CodeAction action)
    {
        var operations = await action.GetOperationsAsync(TestContext.Current.CancellationToken);
        return operations.OfType<ApplyChangesOperation>().Single().ChangedSolution.GetProject(project.Id)!;
    }

    public static async Task<string> TextAsync(Project project, string file) =>
        (await project.Documents.Single(document => document.Name == file).GetTextAsync(TestContext.Current.CancellationToken)).ToString();

    public static async Task<string[]> ErrorsAsync(Project project)
    {
        var compilation = (await project.GetCompilationAsync(TestContext.Current.CancellationToken))!;
        return [.. compilation.GetDiagnostics(TestContext.Current.CancellationToken).Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Select(diagnostic => diagnostic.ToString())];
    }

    sealed class Known(ImmutableArray<Diagnostic> findings) : FixAllContext.DiagnosticProvider
    {
        public override Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellation) => Task.FromResult(findings.AsEnumerable());
        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellation) => Task.FromResult(Enumerable.Empty<Diagnostic>());
        public override Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellation) =>
            Task.FromResult(findings.Where(finding => finding.Location.SourceTree!.FilePath == document.FilePath));
    }
}
