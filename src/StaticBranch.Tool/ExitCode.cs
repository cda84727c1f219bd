namespace StaticBranch.Tool;

static class ExitCode
{
    /// <summary>Done; for <c>verify</c>: every guard folded.</summary>
    public const int Proved = 0;

    public const int NotFolded = 1;

    /// <summary>Bad input, or no verdict was possible.</summary>
    public const int NotJudged = 2;

    /// <summary>As a shell has it for an interrupt.</summary>
    public const int Cancelled = 130;
}
