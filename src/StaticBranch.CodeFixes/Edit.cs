using Microsoft.CodeAnalysis;

namespace StaticBranch;

/// <summary>One node in place of another.</summary>
sealed record Edit(SyntaxNode Old, SyntaxNode New);
