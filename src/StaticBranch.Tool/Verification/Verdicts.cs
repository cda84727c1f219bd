using System.Collections.Immutable;
using StaticBranch.Tool.Projects;

namespace StaticBranch.Tool.Verification;

/// <summary>All that can be said of a project's hot members: by the machine code where they test flags, by the analyzers where they do not.</summary>
static class Verdicts
{
    /// <param name="members">Documentation comment ids; empty for the members that are known to be hot.</param>
    /// <exception cref="InputException">A member is not in the assembly, or none is known to be hot.</exception>
    public static async Task<ImmutableArray<Verdict>> OfAsync(Inspection inspection, ImmutableArray<string> members, ICompiler compiler, CancellationToken cancellation)
    {
        using AssemblyImage image = AssemblyImage.Open(inspection.Project.Assembly, inspection.Project.References);
        if (members.FirstOrDefault(member => !image.Has(member)) is { } missing) throw new InputException($"'{Path.GetFileName(image.Path)}' has no member '{missing}' with a body");
        ImmutableArray<string> hot = !members.IsEmpty ? members : [.. inspection.HotMembers.Select(member => member.HotMember!).Concat(image.MarkedMembers()).Distinct()];
        if (hot.IsEmpty) throw new InputException($"'{Path.GetFileName(image.Path)}' has no member that is known to be hot: mark one with [HotPath], or name it with --method");

        ImmutableArray<Verdict> judged = await new Verifier(image, compiler).VerifyAsync(hot, cancellation);
        HashSet<SourceLine?> known = [.. judged.Where(verdict => verdict.Outcome is Outcome.NotFolded).Select(verdict => verdict.Where)];
        IEnumerable<Verdict> unguarded = inspection.Findings
            .Where(finding => SpeaksOfGuards(finding) && finding.HotMember is { } member && hot.Contains(member) && !known.Contains(finding.Where))
            .Select(finding => new Verdict(finding.HotMember!, null, Outcome.Unguarded, finding.Message, finding.Where, finding.Rule));
        return [.. judged.Concat(unguarded).OrderBy(verdict => verdict.Member, StringComparer.Ordinal).ThenBy(verdict => verdict.Where?.Line)];
    }

    // SB1xxx and SB2xxx: special cases and flags. Advice does not count.
    static bool SpeaksOfGuards(Finding finding) => finding is { Rule: ['S', 'B', '1' or '2', ..], Level: "warning" or "error" };

    public static int ExitCode(IEnumerable<Verdict> verdicts) => verdicts.Select(verdict => verdict.Outcome switch
    {
        Outcome.Folded or Outcome.Residue => Tool.ExitCode.Proved,
        Outcome.NotFolded or Outcome.Unguarded => Tool.ExitCode.NotFolded,
        _ => Tool.ExitCode.NotJudged,
    }).DefaultIfEmpty(Tool.ExitCode.Proved).Max();
}
