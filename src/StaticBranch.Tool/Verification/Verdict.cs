using StaticBranch.Tool.MachineCode;

namespace StaticBranch.Tool.Verification;

/// <param name="Member">Documentation comment id of the hot member.</param>
/// <param name="Flag">Documentation comment id of the flag; null for <see cref="Outcome.Unguarded"/>, and where a member was not judged at all.</param>
/// <param name="Reason">One sentence; null where the outcome says it all.</param>
/// <param name="Rule">The analyzers' rule that speaks of the same, if one does.</param>
sealed record Verdict(string Member, string? Flag, Outcome Outcome, string? Reason = null, SourceLine? Where = null, string? Rule = null)
{
    public CodeSummary? Off { get; init; }

    public CodeSummary? On { get; init; }

    /// <summary>The code with the literal <c>false</c> in the flag's place.</summary>
    public CodeSummary? Without { get; init; }

    /// <summary>With the flag off; null if the assembly has no direct caller.</summary>
    public Inlining? Inlining { get; init; }
}
