using Microsoft.CodeAnalysis;

namespace StaticBranch.HotPaths;

/// <summary>Recognises the end of a scope that lives on the stack: who opens one runs it each time.</summary>
static class ScopeShape
{
    /// <summary>The role of the end of a scope; null where all that it asks is whether there is something to end.</summary>
    public static HotMember? Of(IMethodSymbol method, SyntaxNode body) => method is { Name: "Dispose", ContainingType: { IsRefLikeType: true, Name: var scope }, Parameters.IsEmpty: true } && Branching.InSeveralPlaces(body)
        ? new(method, Role.Release, $"ends the scope of each '{scope}'", null) : null;
}
