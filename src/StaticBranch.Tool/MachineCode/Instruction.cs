using System.Collections.Frozen;

namespace StaticBranch.Tool.MachineCode;

/// <summary>One machine instruction of x64 or arm64, as the JIT or <c>objdump -M intel</c> prints it.</summary>
readonly record struct Instruction(string Mnemonic, string Operands)
{
    static readonly FrozenSet<string> ConditionalJumps = FrozenSet.ToFrozenSet(
    [
        "ja", "jae", "jb", "jbe", "jc", "je", "jg", "jge", "jl", "jle", "jnb", "jnc", "jne", "jno", "jnp", "jns", "jnz", "jo", "jp", "jpe", "jpo", "js", "jz", "jecxz", "jrcxz",
        "cbz", "cbnz", "tbz", "tbnz", .. Conditions.Select(condition => "b" + condition), .. Conditions.Select(condition => "b." + condition),
    ]);

    static readonly FrozenSet<string> Calls = FrozenSet.ToFrozenSet(["call", "tail.jmp", "tail.call", "bl", "blr", "tail.b", "tail.br"]);

    static IEnumerable<string> Conditions => ["eq", "ne", "hs", "lo", "cs", "cc", "mi", "pl", "vs", "vc", "hi", "ls", "ge", "lt", "gt", "le"];

    public bool IsConditionalJump => ConditionalJumps.Contains(Mnemonic);

    public bool IsCall => Calls.Contains(Mnemonic);

    /// <summary>Who is called: a method or helper by name, or the operand where the code computes it. Null when it is no call.</summary>
    public string? CallTarget => !IsCall ? null : Operands switch
    {
        ['[', .. var name, ']'] => name,
        // A virtual call: the slot, then the method that is declared there.
        ['[', ..] => Operands[(Operands.IndexOf(']') + 1)..],
        _ => Operands,
    };

    public override string ToString() => $"{Mnemonic} {Operands}".TrimEnd();
}
