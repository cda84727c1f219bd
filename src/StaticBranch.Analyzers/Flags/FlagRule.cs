using Microsoft.CodeAnalysis;

namespace StaticBranch.Flags;

/// <summary>One rule on what a flag's declaration says.</summary>
abstract class FlagRule(DiagnosticDescriptor descriptor) : IRule
{
    public DiagnosticDescriptor Descriptor => descriptor;

    /// <summary>The arguments of the message, or null where the rule has nothing to say.</summary>
    public abstract object[]? Report(DeclaredFlag flag);
}
