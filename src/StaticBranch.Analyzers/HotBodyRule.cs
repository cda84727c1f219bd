using Microsoft.CodeAnalysis;

namespace StaticBranch;

/// <summary>One rule on a hot body as a whole.</summary>
abstract class HotBodyRule(DiagnosticDescriptor descriptor) : IRule
{
    public DiagnosticDescriptor Descriptor => descriptor;

    public abstract IEnumerable<Diagnostic> Report(HotBody body);
}
