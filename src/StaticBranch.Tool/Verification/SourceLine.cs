namespace StaticBranch.Tool.Verification;

/// <param name="Line">Counted from one.</param>
readonly record struct SourceLine(string File, int Line)
{
    public override string ToString() => $"{Path.GetFileName(File)}:{Line}";
}
