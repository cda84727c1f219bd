using StaticBranch.Tool.MachineCode;

namespace StaticBranch.Tool.Verification;

/// <summary>What was compiled with a flag in one position: the assembly as it is, and the copy with a literal in the flag's place.</summary>
sealed record Position(bool Value, JitListing Actual, JitListing Literal)
{
    /// <summary>False where nothing can put the flag into this position, so that only the literal was compiled.</summary>
    public bool IsCompiled { get; init; } = true;
}
