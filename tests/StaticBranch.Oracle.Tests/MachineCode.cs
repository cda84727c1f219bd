using System.Collections.Concurrent;
using System.Collections.Immutable;
using StaticBranch.Tool.MachineCode;

namespace StaticBranch.Oracle.Tests;

/// <summary>What became of every shape in one compile mode, with its flags in several positions.</summary>
sealed class MachineCode
{
    // Two child processes keep two processors busy; more would starve the JIT's own thread, and tier-1 would come late.
    static readonly SemaphoreSlim Processes = new(2);

    const int MostRuns = 5;

    readonly ImmutableArray<(JitListing Listing, ImmutableDictionary<string, string> Values)> positions;
    readonly ConcurrentDictionary<int, ImmutableArray<(Likeness ToOwn, Likeness ToOff)>> known = new();

    /// <summary>What the compiler is asked to write down: one pattern instead of a thousand names.</summary>
    public const string Filter = "S*.Hot:Put Oracle.Twins:*";

    public MachineCode(IEnumerable<(JitListing Listing, ImmutableDictionary<string, string> Values)> positions) => this.positions = [.. positions];

    /// <summary>Whether a flag folds must not depend on the position, so the worst of all counts.</summary>
    /// <exception cref="MachineCodeException">There is no optimised code to judge.</exception>
    public Likeness Of(Shape shape) => ToTwins(shape).Max(likeness => likeness.ToOwn);

    public bool Folds(Shape shape) => Of(shape) <= Least(shape);

    /// <summary>Whether there is a position in which the special case is gone.</summary>
    public bool CanVanish(Shape shape) => ToTwins(shape).Any(likeness => likeness.ToOff <= Least(shape));

    /// <summary>Whether it is gone in each.</summary>
    public bool Vanishes(Shape shape) => ToTwins(shape).All(likeness => likeness.ToOff <= Least(shape));

    static Likeness Least(Shape shape) => shape.Guard.IsEager ? Likeness.Residue : Likeness.Folded;

    public MethodListing OptimisedOf(Shape shape, int position) => OptimisedOf(shape, positions[position].Listing);

    /// <summary>The code of the last tier.</summary>
    /// <param name="among">The positions of the flags. Null: off, on, and any two of three in each combination.</param>
    public static async Task<MachineCode> AtTier1Async(ShapeAssembly assembly, CancellationToken cancellation, string? driver = null, IEnumerable<string>? among = null, params IEnumerable<KeyValuePair<string, string>> environment) =>
        new(await Task.WhenAll((among ?? ["000", "101", "011", "110"]).Select(async position =>
        {
            var run = RunOf(assembly, position);
            var result = await RunToTier1Async(run with { Driver = driver, Workload = "Oracle.Work:All", Environment = run.Environment.SetItems(environment) }, assembly, cancellation);
            return (result.Listing, result.Values);
        })));

    // The last tier of some method may come after the last call. Such a run says nothing of that one, but another does.
    static async Task<JitResult> RunToTier1Async(JitRun run, ShapeAssembly assembly, CancellationToken cancellation)
    {
        var result = await RunAsync(run, cancellation);
        for (var runs = 1; runs < MostRuns && IsLate(result.Listing, assembly); runs++)
            result = result with { Listing = result.Listing.OrElse((await RunAsync(run, cancellation)).Listing) };
        return result;
    }

    // Where no method comes to the last tier it was never to come.
    static bool IsLate(JitListing listing, ShapeAssembly assembly)
    {
        var optimised = listing.Methods.Where(method => method.IsOptimised).Select(method => method.Name).ToHashSet();
        return optimised.Count > 0 && assembly.Shapes.Any(shape => CompiledOf(shape, listing) is { } compiled && !optimised.Contains(compiled.Name));
    }

    /// <summary>The code that the first call finds where there is no tiering: no class is initialised yet, and what the values are was learned in a run of its own.</summary>
    public static async Task<MachineCode> UntieredAsync(ShapeAssembly assembly, CancellationToken cancellation) =>
        new(await Task.WhenAll(new[] { "000", "111" }.Select(async position =>
        {
            var run = RunOf(assembly, position);
            return ((await RunAsync(run with { Values = [] }, cancellation)).Listing, (await RunAsync(run with { Methods = [] }, cancellation)).Values);
        })));

    // Reading the values initialises the classes of the flags, as a first call would.
    static JitRun RunOf(ShapeAssembly assembly, string position) => new(assembly.Path)
    {
        Values = [.. assembly.Shapes.Select(shape => shape.Value)],
        Methods = [.. assembly.Shapes.Select(shape => shape.Put), "Oracle.Twins:Off", "Oracle.Twins:On"],
        Environment = ImmutableDictionary<string, string>.Empty.Add("ORACLE", position).Add("DOTNET_JitDisasm", Filter),
        Timeout = TimeSpan.FromMinutes(10),
    };

    static async Task<JitResult> RunAsync(JitRun run, CancellationToken cancellation)
    {
        await Processes.WaitAsync(cancellation);
        try
        {
            return await run.RunAsync(cancellation);
        }
        finally
        {
            Processes.Release();
        }
    }

    // In each position: to the method with a constant of the flag's value, and to the one with a constant false.
    ImmutableArray<(Likeness ToOwn, Likeness ToOff)> ToTwins(Shape shape) => known.GetOrAdd(shape.Number, _ =>
    [
        .. from position in positions
           let code = OptimisedOf(shape, position.Listing)
           select (code.To(position.Listing.Optimised(TwinOf(position.Values[shape.Value] == "True"))), code.To(position.Listing.Optimised(TwinOf(false)))),
    ]);

    static string TwinOf(bool value) => value ? "Oracle.Twins:On" : "Oracle.Twins:Off";

    static MethodListing OptimisedOf(Shape shape, JitListing listing) => listing.Optimised(CompiledOf(shape, listing)?.Name ?? $"{shape.Namespace}.Hot:Put");

    static MethodListing? CompiledOf(Shape shape, JitListing listing) => listing.Methods.FirstOrDefault(method => method.Name.StartsWith($"{shape.Namespace}.Hot:Put", StringComparison.Ordinal));
}
