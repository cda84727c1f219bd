using StaticBranch.Flags;

namespace StaticBranch.Oracle.Tests;

public sealed class OracleTests
{
    [Fact]
    public async Task Dump()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var number = 0;
        using var assembly = new ShapeAssembly([.. Definition.All.Select(d => new Shape(number++, d, Guard.And)), .. Guard.All.Skip(1).Select(g => new Shape(number++, Definition.All[4], g)), .. Guard.All.Skip(1).Select(g => new Shape(number++, Definition.All[38], g))], cancellation);
        var code = await MachineCode.RunAsync(assembly, CompileModes.Jit, prepared: true, cancellation);
        var tier1 = await MachineCode.RunAsync(assembly, CompileModes.Jit, prepared: false, cancellation);
        var untiered = await MachineCode.RunAsync(assembly, CompileModes.Untiered, prepared: true, cancellation);
        using var log = new StreamWriter("/tmp/oracle.txt");
        foreach (var shape in assembly.Shapes)
        {
            var v = assembly.VerdictOn(shape);
            string Try(MachineCode c) { try { return c.Of(shape).ToString(); } catch (Exception e) { return e.Message; } }
            var l = Try(code); var t = Try(tier1); var u = Try(untiered);
            var folds = v.FoldsUnder(CompileModes.Jit);
            log.WriteLine($"{(folds != (l != "Stays") || folds != (t != "Stays") ? "!! " : "   ")}{(v.FoldsUnder(CompileModes.Untiered) != (u != "Stays") ? "u! " : "   ")}{shape}: {v.Folds} {v.ReasonUnder(CompileModes.Jit)} | {l} {t} {u}");
            if (folds != (l != "Stays")) log.WriteLine(code.ListingOf(shape));
        }
    }
}
