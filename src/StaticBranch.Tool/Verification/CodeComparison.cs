using StaticBranch.Tool.MachineCode;

namespace StaticBranch.Tool.Verification;

/// <summary>Compares code with the code that it should come down to.</summary>
static class CodeComparison
{
    /// <summary>Jumps and calls decide. What else differs is a residue, but for the frame, which the register allocator lays out anew for the smallest reason.</summary>
    public static Outcome Of(MethodListing actual, MethodListing literal) =>
        actual.Summary.ConditionalJumps > literal.Summary.ConditionalJumps || actual.Summary.Calls > literal.Summary.Calls ? Outcome.NotFolded
        : Work(actual) > Work(literal) ? Outcome.Residue
        : Outcome.Folded;

    /// <summary>Whether two bodies do the same, so that nothing can be told from a difference in a flag.</summary>
    public static bool AreSame(MethodListing one, MethodListing other) => one.Instructions.SequenceEqual(other.Instructions);

    static int Work(MethodListing method) => method.Instructions.Count(instruction => !IsFrame(instruction));

    static bool IsFrame(Instruction instruction) => instruction.Mnemonic switch
    {
        "push" or "pop" or "nop" or "vzeroupper" or "stp" or "ldp" => true,
        "mov" or "lea" => instruction.Operands.StartsWith("rbp, ", StringComparison.Ordinal) || IsRegisterMove(instruction.Operands),
        _ => instruction.Operands.StartsWith("rsp, ", StringComparison.Ordinal) || instruction.Operands.StartsWith("sp, ", StringComparison.Ordinal),
    };

    static bool IsRegisterMove(string operands) => !operands.Contains('[') && operands.Contains(", r", StringComparison.Ordinal);
}
