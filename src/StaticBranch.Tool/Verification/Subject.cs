using System.Collections.Immutable;
using System.Reflection.Metadata;

namespace StaticBranch.Tool.Verification;

/// <summary>A body that belongs to a hot member, and how the JIT is asked for it.</summary>
/// <param name="Member">Documentation comment id of the hot member.</param>
/// <param name="Method">As <see cref="MachineCode.JitRun.Methods"/> has it.</param>
/// <param name="Name">As a listing names it, without generic arguments and signature: <c>Namespace.Type:Method</c>.</param>
/// <param name="Parameters">Their types as in a documentation comment id.</param>
sealed record Subject(string Member, MethodDefinitionHandle Handle, string Method, string Name, ImmutableArray<string> Parameters, SourceLine? Line, ImmutableArray<FlagRead> Reads);
