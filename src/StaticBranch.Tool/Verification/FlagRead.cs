using System.Reflection.Metadata;

namespace StaticBranch.Tool.Verification;

/// <summary>A place that tests a flag: in a member, or in a small helper that the member calls.</summary>
/// <param name="Body">The method that holds the instruction.</param>
/// <param name="Offset">Of the instruction in the body's IL.</param>
/// <param name="IsOnEveryCall">Whether nothing comes between the member's entry and the test. If so, the first call initialises the flag's class.</param>
readonly record struct FlagRead(Flag Flag, MethodDefinitionHandle Body, int Offset, SourceLine? Line, bool IsOnEveryCall);
