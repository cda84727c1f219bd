using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace StaticBranch.Tool.MachineCode;

/// <summary>The machine code of one compilation of one method.</summary>
/// <param name="Name">As the compiler prints it: <c>Namespace.Type`1[int]:Method(Namespace.Page):bool:this</c>, or the symbol in a native image.</param>
/// <param name="Bytes">Size of the code, as the compiler states it.</param>
sealed partial record MethodListing(string Name, Tier Tier, ImmutableArray<Instruction> Instructions, int Bytes)
{
    /// <summary>The name without signature: <c>Namespace.Type`1[int]:Method</c>.</summary>
    public string QualifiedName { get; } = Name.IndexOf('(') is > 0 and var signature ? Name[..signature] : Name;

    /// <summary>What it answers to, each once.</summary>
    public IEnumerable<string> Names => new[] { Name, QualifiedName, WithoutArguments(Name) }.Distinct();

    /// <summary>A name without generic arguments and signature: <c>Namespace.Type`1:Method</c>.</summary>
    public static string WithoutArguments(string name) => Arguments().Replace(name.IndexOf('(') is > 0 and var signature ? name[..signature] : name, "");

    public bool IsOptimised => Tier is Tier.Tier1 or Tier.FullOpts or Tier.Aot;

    public CodeSummary Summary => new(
        Instructions.Length,
        Instructions.Count(instruction => instruction.IsConditionalJump),
        Instructions.Count(instruction => instruction.IsCall),
        Bytes);

    public IEnumerable<string> CallTargets => Instructions.Select(instruction => instruction.CallTarget).OfType<string>();

    /// <summary>Whether a call to the method is left; if a caller has none, the method was inlined into it.</summary>
    /// <param name="method">With or without signature.</param>
    public bool CallsTo(string method) => CallTargets.Any(target => target == method || target.StartsWith(method + "(", StringComparison.Ordinal));

    // Brackets within brackets: List`1[Dictionary`2[int,int]].
    [GeneratedRegex(@"\[(?:[^\[\]]|(?<open>\[)|(?<-open>\]))*(?(open)(?!))\]")]
    private static partial Regex Arguments();
}
