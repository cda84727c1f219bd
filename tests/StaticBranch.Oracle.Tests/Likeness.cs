using StaticBranch.Tool.MachineCode;

namespace StaticBranch.Oracle.Tests;

/// <summary>How a guarded method compares with the method in which the flag is a constant.</summary>
enum Likeness
{
    /// <summary>The same instructions.</summary>
    Same,

    /// <summary>Folded: the same jumps and calls, other registers or another frame.</summary>
    Folded,

    /// <summary>Folded, but the load of the special case stays behind.</summary>
    Residue,

    /// <summary>Not folded: a jump, a call or the load of the flag stays.</summary>
    Stays,
}

static class Likenesses
{
    public static Likeness To(this MethodListing listing, MethodListing twin)
    {
        if (listing.Summary.ConditionalJumps > twin.Summary.ConditionalJumps || listing.Summary.Calls > twin.Summary.Calls) return Likeness.Stays;
        if (listing.Instructions.Select(instruction => instruction.Mnemonic).SequenceEqual(twin.Instructions.Select(instruction => instruction.Mnemonic))) return Likeness.Same;
        return (Loads(listing) - Loads(twin)) switch
        {
            <= 0 => Likeness.Folded,
            1 => Likeness.Residue,
            _ => Likeness.Stays,
        };
    }

    static int Loads(MethodListing listing) => listing.Instructions.Count(instruction => instruction.Operands.Contains("ptr [", StringComparison.Ordinal));
}
