using Microsoft.CodeAnalysis;
using StaticBranch.Flags;

[assembly: AssemblyFixture(typeof(StaticBranch.Oracle.Tests.Judgement))]

namespace StaticBranch.Oracle.Tests;

/// <summary>All shapes, judged by the analyzer and by the JIT; made once for all tests.</summary>
public sealed class Judgement : IAsyncLifetime
{
    const int Generated = 1_000, Seed = 2017;

    // What every guard is tried with: three that fold, in the forms that people write most, and three that do not.
    static readonly HashSet<string> Everywhere =
        ["static readonly", "get-only auto property", "three levels", "const", "enum", "static abstract on a struct", "mutable static", "get and set", "field keyword", "object with a readonly field", "not inlined", "TryGetSwitch on each call"];

    internal ShapeAssembly Assembly { get; private set; } = null!;
    internal MachineCode Tier1 { get; private set; } = null!;
    internal MachineCode Untiered { get; private set; } = null!;
    internal ILookup<Shape, Diagnostic> Findings { get; private set; } = null!;

    internal IEnumerable<Shape> Written => Assembly.Shapes.Where(shape => !shape.IsGenerated);
    internal IEnumerable<Shape> FromGrammar => Assembly.Shapes.Where(shape => shape.IsGenerated);

    internal Shape Find(string definition) => Assembly.Shapes.Single(shape => shape.Definition.Name == definition && shape.Guard == Guard.And);

    /// <summary>The shapes on which the analyzer and the machine code differ, each with both answers.</summary>
    internal IEnumerable<string> Disagreements(IEnumerable<Shape> shapes, CompileModes mode, MachineCode code, bool trims = true)
    {
        foreach (var shape in shapes)
        {
            var verdict = Assembly.VerdictOn(shape, trims);
            if (verdict.FoldsUnder(mode) != code.Folds(shape))
                yield return $"{shape}: the analyzer says {verdict.ReasonUnder(mode) ?? "it folds"}, the machine code is '{code.Of(shape)}'\n{shape.Source}\n{string.Join('\n', code.OptimisedOf(shape, 0).Instructions)}";
        }
    }

    internal static Shape[] WriteShapes()
    {
        var number = 0;
        return [.. Definition.All.SelectMany(definition => Everywhere.Contains(definition.Name) ? Guard.All : [Guard.And], (definition, guard) => new Shape(number++, definition, guard))];
    }

    public async ValueTask InitializeAsync()
    {
        var written = WriteShapes();
        var grammar = new Grammar(Seed);
        Assembly = new ShapeAssembly([.. written, .. Enumerable.Range(written.Length, Generated).Select(grammar.Next)], TestContext.Current.CancellationToken);
        Findings = await Assembly.FindingsAsync(TestContext.Current.CancellationToken);
        Tier1 = await MachineCode.AtTier1Async(Assembly, TestContext.Current.CancellationToken);
        Untiered = await MachineCode.UntieredAsync(Assembly, TestContext.Current.CancellationToken);
    }

    public ValueTask DisposeAsync()
    {
        Assembly.Dispose();
        return ValueTask.CompletedTask;
    }
}
