namespace StaticBranch.Tool.Verification;

/// <summary>What the machine code says of one flag in one hot member.</summary>
enum Outcome
{
    /// <summary>With the flag off, the code is what it would be with the literal <c>false</c> in the flag's place; on, what it would be with <c>true</c>.</summary>
    Folded,

    /// <summary>No jump and no call more than that, but other instructions: a load or a null check of what is tested beside the flag.</summary>
    Residue,

    /// <summary>A jump or a call stays.</summary>
    NotFolded,

    /// <summary>A special case without a flag, which the analyzers report.</summary>
    Unguarded,

    /// <summary>There is no machine code to judge by, or a control failed.</summary>
    NotJudged,
}
