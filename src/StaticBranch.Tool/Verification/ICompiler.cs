using System.Collections.Immutable;
using StaticBranch.Tool.MachineCode;

namespace StaticBranch.Tool.Verification;

/// <summary>Makes machine code of an assembly, or of a copy of it, and shows it.</summary>
interface ICompiler
{
    /// <summary>Whether a flag's class may still be uninitialised when a member is compiled.</summary>
    bool InitializesLate { get; }

    /// <summary>Whether the application holds this very code, as far as that can be seen before it runs.</summary>
    bool Holds(MethodListing method);

    Task<JitResult> CompileAsync(Compilation compilation, CancellationToken cancellation);
}

/// <param name="Assembly">The file to compile.</param>
/// <param name="Initialize">The types whose class constructors run before.</param>
/// <param name="Methods">As <see cref="JitRun.Methods"/> has it.</param>
/// <param name="Callers">As <see cref="JitRun.Optional"/> has it.</param>
/// <param name="Values">The flags that are read.</param>
/// <param name="Switches">The switches to set, and how.</param>
sealed record Compilation(string Assembly, ImmutableArray<string> Initialize, ImmutableArray<string> Methods, ImmutableArray<string> Callers, ImmutableArray<string> Values, ImmutableDictionary<string, bool> Switches);
