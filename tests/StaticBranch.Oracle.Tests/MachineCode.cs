using System.Collections.Immutable;
using StaticBranch.Flags;
using StaticBranch.Tool.MachineCode;

namespace StaticBranch.Oracle.Tests;

/// <summary>What became of every shape in one compile mode, with its flags off and on.</summary>
sealed class MachineCode
{
    readonly Dictionary<Shape, (JitListing Listing, bool Value)[]> positions = [];

    /// <summary>Whether a flag folds must not depend on its position, so the worse of both counts.</summary>
    /// <exception cref="MachineCodeException">There is no optimised code to judge.</exception>
    public Likeness Of(Shape shape) => positions[shape].Max(position => OptimisedOf(shape, position.Listing).To(position.Listing.Optimised(position.Value ? "Oracle.Twins:On" : "Oracle.Twins:Off")));

    public string ListingOf(Shape shape) => string.Join("\n---\n", positions[shape].Select(position => string.Join('\n', OptimisedOf(shape, position.Listing).Instructions)));

    public static async Task<MachineCode> RunAsync(ShapeAssembly assembly, CompileModes mode, bool prepared, CancellationToken cancellation)
    {
        var code = new MachineCode();
        var runs = await Task.WhenAll(new[] { "0", "1" }.Select(position => Run(position, mode, prepared)));
        foreach (var shape in assembly.Shapes) code.positions[shape] = [.. runs.Select(run => (run.Listing, run.Values[shape.Value] == "True"))];
        return code;

        async Task<JitResult> Run(string position, CompileModes mode, bool prepared)
        {
            var run = new JitRun(assembly.Path)
            {
                // Reading the values initialises the classes of the flags, as a first call would.
                Values = [.. assembly.Shapes.Select(shape => shape.Value)],
                Methods = [.. assembly.Shapes.Select(shape => shape.Put), "Oracle.Twins:Off", "Oracle.Twins:On"],
                Workload = prepared ? null : "Oracle.Work:All",
                Environment = ImmutableDictionary<string, string>.Empty.Add("ORACLE_ON", position).Add("DOTNET_JitDisasm", "S*.Hot:Put Oracle.Twins:*"),
                Timeout = TimeSpan.FromMinutes(2),
            };
            var result = await run.RunAsync(cancellation);
            if (mode != CompileModes.Untiered) return result;

            // Without tiering the first call compiles, when no class is initialised yet; what the values are was learned in a run of its own.
            return result with { Listing = (await (run with { Values = [] }).RunAsync(cancellation)).Listing };
        }
    }

    static MethodListing OptimisedOf(Shape shape, JitListing listing)
    {
        var compiled = listing.Methods.FirstOrDefault(method => method.Name.StartsWith($"{shape.Namespace}.Hot:Put", StringComparison.Ordinal));
        return listing.Optimised(compiled?.Name ?? $"{shape.Namespace}.Hot:Put");
    }
}
