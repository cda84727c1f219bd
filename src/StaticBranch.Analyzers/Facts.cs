namespace StaticBranch;

/// <summary>The keys under which a diagnostic hands a fixer what the analysis knows. Every value is text.</summary>
static class Facts
{
    /// <summary>The documentation comment id of the hot member.</summary>
    public const string HotMember = nameof(HotMember);

    /// <summary>Why the member is hot: a clause such as "releases a reference".</summary>
    public const string Evidence = nameof(Evidence);

    /// <summary>A <see cref="SpecialKind"/>.</summary>
    public const string Kind = nameof(Kind);

    /// <summary>A <see cref="StaticBranch.Scope"/>.</summary>
    public const string Scope = nameof(Scope);

    /// <summary>The name of the member, parameter or local that the leaf tests.</summary>
    public const string Subject = nameof(Subject);

    /// <summary>"true" or "false": the outcome of the leaf, as it is written, that few need.</summary>
    public const string SpecialWhen = nameof(SpecialWhen);

    /// <summary>Existing flags in reach, fully qualified, the best name first, separated by |; empty where there are none.</summary>
    public const string Flags = nameof(Flags);

    /// <summary>The full name of the type that a new flag goes to.</summary>
    public const string FlagsType = nameof(FlagsType);

    /// <summary>The name of the flag that the leaf is, or that should have come before it, fully qualified.</summary>
    public const string Flag = nameof(Flag);
}
