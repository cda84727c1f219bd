using System.Collections.Immutable;
using StaticBranch.Tool.Metadata;

namespace StaticBranch.Tool.Profiles;

/// <summary>
/// Where the time went, by the methods that can be marked as hot. A sample belongs to the innermost method of the project on its stack:
/// what the framework does for a method is paid by the method's callers too. Where the JIT made one code of several methods, a sample
/// cannot tell which of them ran, so they share it.
/// </summary>
sealed class Profile(OwnMethods own)
{
    readonly Dictionary<Frame, OwnMethod?> resolved = [];
    readonly Dictionary<Frame, ImmutableArray<string>> members = [];
    ILookup<Frame, Frame> inlined = Array.Empty<Frame>().ToLookup(frame => frame);
    readonly Dictionary<string, double> byId = [];
    readonly Dictionary<string, double> unmapped = [];

    /// <summary>In the unit of the profile: samples, periods or time.</summary>
    public double Total { get; private set; }

    /// <summary>Share of <see cref="Total"/> by documentation comment id, largest first.</summary>
    public IEnumerable<(string Id, double Share)> Shares => Rank(byId);

    /// <summary>Frames of the project's assemblies that have no method in them, by what they would have weighed, largest first.</summary>
    public IEnumerable<(string Frame, double Share)> Unmapped => Rank(unmapped);

    /// <summary>The own method that runs in a frame.</summary>
    public OwnMethod? Resolve(Frame frame)
    {
        if (resolved.TryGetValue(frame, out OwnMethod? known)) return known;
        OwnMethod? method = frame.Module is null || own.HasModule(frame.Module) ? own.Find(frame.Method, frame.Parameters) : null;
        return resolved[frame] = method;
    }

    /// <summary>Whether time in a frame is the project's: of a method that is known, or of one that should be.</summary>
    public bool Owns(Frame frame) => Members(frame) is { IsEmpty: false } || frame.Module is not null && own.HasModule(frame.Module);

    /// <param name="stack">Innermost frame first.</param>
    public void Add(IEnumerable<Frame> stack, double weight)
    {
        Total += weight;
        foreach (Frame frame in stack)
        {
            if (Members(frame) is { IsEmpty: false } running)
            {
                foreach (string id in running) Credit(id, weight / running.Length);
                return;
            }
            if (frame.Module is not null && own.HasModule(frame.Module))
            {
                string text = $"{frame.Module}!{frame.Method}({frame.Parameters})";
                unmapped[text] = unmapped.GetValueOrDefault(text) + weight;
                return;
            }
        }
    }

    /// <summary>Says what the JIT put in place of calls, for the samples that are added from then on.</summary>
    /// <param name="inlinings">The method whose code it is, and a method inlined into it, at whatever depth.</param>
    public void SetInlinings(IEnumerable<(Frame Compiled, Frame Inlinee)> inlinings)
    {
        inlined = inlinings.Distinct().ToLookup(inlining => Nameless(inlining.Compiled), inlining => inlining.Inlinee);
        members.Clear();
    }

    /// <summary>Gives weight to a benchmark: it is shared by the own methods that the benchmark calls, or stays its own if there are none.</summary>
    public void AddBenchmark(string method, double weight)
    {
        Total += weight;
        if (Resolve(new(null, method, null)) is not { } benchmark)
        {
            unmapped[method] = unmapped.GetValueOrDefault(method) + weight;
            return;
        }
        string[] measured = [.. own.CalledBy(benchmark.Id)];
        foreach (string id in measured) Credit(id, weight / measured.Length);
        if (measured is []) Credit(benchmark.Id, weight);
    }

    /// <summary>The methods of the project that run in a frame: its own, and those inlined into it. An inlined one that another calls is a part of that.</summary>
    ImmutableArray<string> Members(Frame frame)
    {
        if (members.TryGetValue(frame, out ImmutableArray<string> known)) return known;
        HashSet<string> inlinees = [.. inlined[Nameless(frame)].Select(Resolve).OfType<OwnMethod>().Select(inlinee => inlinee.Id)];
        HashSet<string> parts = [.. inlinees.SelectMany(own.CalledBy)];
        // Methods that call each other in a circle are all parts, and none of them is left out.
        if (parts.IsSupersetOf(inlinees)) parts.Clear();
        IEnumerable<string> running = inlinees.Except(parts);
        return members[frame] = Resolve(frame) is { } method ? [method.Id, .. running.Where(id => id != method.Id)] : [.. running];
    }

    // The runtime does not say from which module it inlines.
    static Frame Nameless(Frame frame) => frame with { Module = null };

    void Credit(string id, double weight) => byId[id] = byId.GetValueOrDefault(id) + weight;

    IEnumerable<(string, double)> Rank(Dictionary<string, double> weights) =>
        weights.Select(pair => (pair.Key, pair.Value / Total)).OrderByDescending(pair => pair.Item2).ThenBy(pair => pair.Key, StringComparer.Ordinal);
}
