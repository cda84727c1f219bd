using Microsoft.CodeAnalysis;

namespace StaticBranch;

/// <summary>What a rule is to those who report it or mend what it found.</summary>
interface IRule
{
    DiagnosticDescriptor Descriptor { get; }
}
