namespace StaticBranch.Tool.Verification;

/// <summary>In how many of a member's direct callers no call to it is left.</summary>
readonly record struct Inlining(int Inlined, int Callers);
