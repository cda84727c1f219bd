using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Text;
using StaticBranch.Flags;
using StaticBranch.HotPaths;
using StaticBranch.SpecialCases;

namespace StaticBranch;

/// <summary>What is known of one compilation, shared by all hot bodies in it. Safe for concurrent use.</summary>
sealed class HotPathAnalysis
{
    readonly HotMembers hotMembers;
    readonly AnalyzerConfigOptionsProvider optionsProvider;

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
        hotMembers = new HotMembers(Marks, Bodies, CallSites, files, HotPathFile.Members(analyzerOptions.AdditionalFiles, cancellation));
    }

    public Bodies Bodies { get; }
    public BuildProperties Project { get; }
    public ModuleInitializers ModuleInitializers { get; }
    public FlagFolding Folding { get; }
    public FlagCatalog Flags { get; }
    public CallSites CallSites { get; }
    public Marks Marks { get; }
    public WorkingState WorkingState { get; } = new();

    /// <summary>Where the flags that a file tests must fold.</summary>
    public CompileModes TargetOf(SyntaxTree tree) => Project.TargetOf(optionsProvider.GetOptions(tree));

    /// <summary>The bodies of hot members in a file, or in a part of it.</summary>
    public IEnumerable<HotBody> HotBodiesIn(SemanticModel model, TextSpan? span, CancellationToken cancellation)
    {
        var options = new HotPathOptions(optionsProvider.GetOptions(model.SyntaxTree));
        foreach (var (declaration, clues) in hotMembers.CandidatesIn(model, options, cancellation))
        {
            if (span is { } part && !declaration.Syntax.FullSpan.IntersectsWith(part) || declaration.SymbolIn(model, cancellation) is not { } method) continue;
            if (Of(method, declaration.Syntax, clues, model, options, cancellation) is { } body) yield return body;
        }
    }

    HotBody? Of(IMethodSymbol method, SyntaxNode declaration, Clues clues, SemanticModel model, HotPathOptions options, CancellationToken cancellation)
    {
        bool? isOfInterest = null;
        bool IsOfInterest() => isOfInterest ??= SpeaksWithoutBranches(method) || Branching.In(declaration);
        if (hotMembers.Of(method, clues, options, () => IsOfInterest() ? model.GetOperation(declaration, cancellation) : null) is not { } member || !IsOfInterest()) return null;
        return ControlFlowGraph.Create(declaration, model, cancellation) is { } graph ? new HotBody(member, graph, this, TargetOf(declaration.SyntaxTree)) : null;
    }

    // A call of a cold member is a finding wherever it is, and so is a flag that is read too early.
    bool SpeaksWithoutBranches(IMethodSymbol method) => Marks.AnyCold || FlagMustBeReadyBeforeCompilation.SpeaksOf(method, Project);
}
