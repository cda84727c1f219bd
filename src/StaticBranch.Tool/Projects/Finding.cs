using System.Collections.Immutable;
using StaticBranch.Tool.Verification;

namespace StaticBranch.Tool.Projects;

/// <summary>What the analyzers say in a build.</summary>
/// <param name="Facts">What the diagnostic tells fixers: the hot member, its evidence, the kind and scope of the special case, flags in reach.</param>
sealed record Finding(string Rule, string Level, string Message, SourceLine Where, int Column, string? HelpLink, ImmutableDictionary<string, string> Facts)
{
    /// <summary>The rule by which the tool's own reporter names a hot member.</summary>
    public const string HotMemberRule = "SB0001";

    public string? HotMember => Facts.GetValueOrDefault(nameof(HotMember));

    public string? Evidence => Facts.GetValueOrDefault(nameof(Evidence));

    public string? Scope => Facts.GetValueOrDefault(nameof(Scope));
}
