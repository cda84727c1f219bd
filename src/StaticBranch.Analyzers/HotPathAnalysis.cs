using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.FlowAnalysis;
using StaticBranch.Flags;
using StaticBranch.HotPaths;
using StaticBranch.SpecialCases;

namespace StaticBranch;

/// <summary>What is known of one compilation, shared by all hot bodies in it. Safe for concurrent use.</summary>
sealed class HotPathAnalysis
{
    readonly HotMembers hotMembers;
    readonly AnalyzerConfigOptionsProvider optionsProvider;
    readonly ConcurrentDictionary<SyntaxTree, HotPathOptions> options = new();

    public HotPathAnalysis(Compilation compilation, AnalyzerOptions analyzerOptions, CancellationToken cancellation)
    {
        optionsProvider = analyzerOptions.AnalyzerConfigOptionsProvider;
        Bodies = new Bodies(compilation);
        Project = new BuildProperties(optionsProvider);
        ModuleInitializers = new ModuleInitializers(compilation, Bodies);
        Folding = new FlagFolding(Bodies, Project.TrimmedSwitches);
        Flags = new FlagCatalog(compilation, Folding, optionsProvider);
        var files = new FileTexts();
        CallSites = new CallSites(compilation, files);
        Marks = new Marks(compilation);
        hotMembers = new HotMembers(Marks, Bodies, CallSites, new BodyText(files), HotPathFile.Members(analyzerOptions.AdditionalFiles, cancellation));
    }

    public Bodies Bodies { get; }
    public BuildProperties Project { get; }
    public ModuleInitializers ModuleInitializers { get; }
    public FlagFolding Folding { get; }
    public FlagCatalog Flags { get; }
    public CallSites CallSites { get; }
    public Marks Marks { get; }
    public WorkingState WorkingState { get; } = new();

    public HotPathOptions OptionsOf(SyntaxTree tree) => options.GetOrAdd(tree, tree => new HotPathOptions(optionsProvider.GetOptions(tree)));

    /// <summary>Where the flags that a file tests must fold.</summary>
    public CompileModes TargetOf(SyntaxTree tree) => Project.TargetOf(optionsProvider.GetOptions(tree));

    /// <summary>The body if the member is hot, and null, soon, if it is not.</summary>
    public HotBody? Of(IMethodSymbol method, SyntaxNode declaration, SemanticModel model, CancellationToken cancellation)
    {
        var fileOptions = OptionsOf(declaration.SyntaxTree);
        bool? isOfInterest = null;
        bool IsOfInterest() => isOfInterest ??= SpeaksWithoutBranches(method) || Branching.In(declaration);
        if (hotMembers.Of(method, declaration, fileOptions, () => IsOfInterest() ? model.GetOperation(declaration, cancellation) : null) is not { } member || !IsOfInterest()) return null;
        return ControlFlowGraph.Create(declaration, model, cancellation) is { } graph ? new HotBody(member, graph, this, fileOptions, TargetOf(declaration.SyntaxTree)) : null;
    }

    // A call of a cold member is a finding wherever it is, and so is a flag that is read too early.
    bool SpeaksWithoutBranches(IMethodSymbol method) => Marks.AnyCold || FlagMustBeReadyBeforeCompilation.SpeaksOf(method, Project);
}
