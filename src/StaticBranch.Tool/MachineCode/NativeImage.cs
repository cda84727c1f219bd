using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;

namespace StaticBranch.Tool.MachineCode;

/// <summary>A binary or object file that NativeAOT made, with its symbols: <c>StripSymbols=false</c>.</summary>
sealed class NativeImage
{
    static readonly TimeSpan Timeout = TimeSpan.FromMinutes(5);

    readonly string path;
    readonly ImmutableDictionary<string, int> sizes;

    NativeImage(string path, ImmutableDictionary<string, int> sizes) => (this.path, this.sizes) = (path, sizes);

    /// <summary>The names of all functions, as NativeAOT mangles them: <c>Assembly_Namespace_Type__Method</c>.</summary>
    public IEnumerable<string> Symbols => sizes.Keys;

    public int SizeOf(string symbol) => sizes[symbol];

    /// <exception cref="MachineCodeException">No such file, no object file, no symbols, or <c>nm</c> is not installed.</exception>
    public static async Task<NativeImage> OpenAsync(string path, CancellationToken cancellation = default)
    {
        string symbols = await OutputAsync("nm", ["--print-size", "--defined-only", path], cancellation);
        ImmutableDictionary<string, int>.Builder sizes = ImmutableDictionary.CreateBuilder<string, int>();
        foreach (string line in symbols.Split('\n'))
            if (line.Split(' ') is [_, var size, "t" or "T" or "w" or "W", var name])
                sizes[name] = int.Parse(size, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        return sizes.Count > 0 ? new(path, sizes.ToImmutable()) : throw new MachineCodeException($"'{path}' has no symbols: publish with StripSymbols=false");
    }

    /// <exception cref="MachineCodeException">The image has no such symbol, or <c>objdump</c> is not installed.</exception>
    public async Task<MethodListing> DisassembleAsync(string symbol, CancellationToken cancellation = default)
    {
        if (!sizes.TryGetValue(symbol, out int size)) throw new MachineCodeException($"'{path}' has no symbol '{symbol}'");
        string dump = await OutputAsync("objdump", ["--disassemble=" + symbol, "--reloc", "-M", "intel", "--no-show-raw-insn", "--no-addresses", path], cancellation);
        ImmutableArray<Instruction>.Builder instructions = ImmutableArray.CreateBuilder<Instruction>();
        foreach (string line in dump.Split('\n'))
        {
            if (line.StartsWith("\t\t\t", StringComparison.Ordinal))
                instructions[^1] = Relocate(instructions[^1], line.Trim().Split('\t')[^1]);
            else if (line is ['\t', ..])
                instructions.Add(Parse(line.Trim(), symbol));
        }
        return instructions.Count == 0 ? throw new MachineCodeException($"the listing of '{symbol}' has no instructions") : new(symbol, Tier.Aot, instructions.ToImmutable(), size);
    }

    static Instruction Parse(string line, string symbol)
    {
        string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        int mnemonic = words is ["lock" or "rep" or "repz" or "repnz" or "bnd" or "notrack", _, ..] ? 1 : 0;
        Instruction instruction = new(string.Join(' ', words[..(mnemonic + 1)]), string.Join(' ', words[(mnemonic + 1)..]));
        string target = instruction.Operands.IndexOf('<') is >= 0 and var open && instruction.Operands.EndsWith('>') ? instruction.Operands[(open + 1)..^1] : "";
        return target is "" || target == symbol || target.StartsWith(symbol + "+", StringComparison.Ordinal) ? instruction : Leave(instruction, target);
    }

    // In an object file the target of a call is not in the instruction but in its relocation: name, then distance.
    static Instruction Relocate(Instruction instruction, string relocation) => Leave(instruction, relocation.LastIndexOfAny(['+', '-']) is > 0 and var distance ? relocation[..distance] : relocation);

    static Instruction Leave(Instruction instruction, string target) => instruction.Mnemonic switch
    {
        "jmp" => new("tail.jmp", target),
        "call" => new("call", target),
        _ => instruction,
    };

    static async Task<string> OutputAsync(string program, string[] arguments, CancellationToken cancellation)
    {
        (int exitCode, string output, string error) = await ChildProcess.RunAsync(new ProcessStartInfo(program, arguments), Timeout, cancellation);
        return exitCode == 0 ? output : throw new MachineCodeException($"{program}: {error.Trim()}");
    }
}
