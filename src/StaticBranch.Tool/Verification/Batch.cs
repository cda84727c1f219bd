using System.Collections.Immutable;
using StaticBranch.Tool.MachineCode;

namespace StaticBranch.Tool.Verification;

/// <summary>Flags that are switched and compiled together, and the members that test them: no member's code depends on two of them.</summary>
sealed record Batch(ImmutableArray<Flag> Flags, ImmutableArray<Subject> Subjects)
{
    /// <summary>Which member is judged for which flag.</summary>
    public IEnumerable<(Flag Flag, Subject Subject)> Tests => Flags.SelectMany(flag => Subjects.Where(subject => Reads(subject, flag)), (flag, subject) => (flag, subject));

    /// <summary>What a run is asked for, to know the positions.</summary>
    public ImmutableArray<string> Values => [.. Flags.Select(flag => flag.Value)];

    /// <summary>Each flag joins the first batch that holds none that a member sees beside it.</summary>
    /// <param name="within">The flags that a member's code can come to depend on.</param>
    public static IEnumerable<Batch> Of(IReadOnlyCollection<Subject> subjects, Func<Subject, IEnumerable<Flag>> within)
    {
        HashSet<(Flag, Flag)> together = [];
        foreach (Subject subject in subjects)
            foreach (Flag seen in within(subject))
                foreach (FlagRead read in subject.Reads)
                {
                    together.Add((seen, read.Flag));
                    together.Add((read.Flag, seen));
                }
        List<List<Flag>> batches = [];
        foreach (Flag flag in subjects.SelectMany(subject => subject.Reads).Select(read => read.Flag).Distinct())
        {
            if (batches.Find(batch => !batch.Exists(other => together.Contains((flag, other)))) is { } free)
                free.Add(flag);
            else
                batches.Add([flag]);
        }
        return batches.Select(flags => Of(flags, subjects));
    }

    public IEnumerable<Batch> Halves() => Flags.Chunk((Flags.Length + 1) / 2).Select(flags => Of(flags, Subjects));

    public ImmutableDictionary<string, bool> Switches(bool setting) =>
        Flags.Select(flag => flag.Switch).OfType<string>().Distinct().ToImmutableDictionary(name => name, _ => setting);

    /// <exception cref="MachineCodeException">A flag has no value that can be read.</exception>
    public ImmutableDictionary<Flag, bool> Read(IReadOnlyDictionary<string, string> values) => Flags.ToImmutableDictionary(
        flag => flag,
        flag => bool.TryParse(values[flag.Value], out bool value) ? value : throw new MachineCodeException($"the value of {flag.Id} cannot be read"));

    static Batch Of(IEnumerable<Flag> flags, IEnumerable<Subject> subjects) => new([.. flags], [.. subjects.Where(subject => flags.Any(flag => Reads(subject, flag)))]);

    static bool Reads(Subject subject, Flag flag) => subject.Reads.Any(read => read.Flag == flag);
}
