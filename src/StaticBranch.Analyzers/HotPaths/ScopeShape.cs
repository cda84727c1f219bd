using Microsoft.CodeAnalysis;

namespace StaticBranch.HotPaths;

/// <summary>Recognises the end of a scope that lives on the stack: who opens one runs it each time.</summary>
static class ScopeShape
{
    public static HotMember? Of(IMethodSymbol method) =>
        method is { Name: "Dispose", ContainingType: { IsRefLikeType: true, Name: var scope }, Parameters.IsEmpty: true } ? new(method, Role.Release, $"ends the scope of each '{scope}'", null) : null;
}
