namespace StaticBranch.Tool.Verification;

/// <summary>A static bool of the project that a hot member tests.</summary>
/// <param name="Id">Documentation comment id.</param>
/// <param name="Type">Its type as reflection names it, with the assembly where that is not the one that is judged.</param>
/// <param name="Member">The field or property.</param>
/// <param name="Switch">The AppContext switch that decides it; null if none is known.</param>
sealed record Flag(string Id, string Type, string Member, string? Switch)
{
    /// <summary>As <see cref="MachineCode.JitRun.Values"/> has it.</summary>
    public string Value => $"{Type}:{Member}";
}
