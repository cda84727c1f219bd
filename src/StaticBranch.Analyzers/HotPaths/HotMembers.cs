using Microsoft.CodeAnalysis;

namespace StaticBranch.HotPaths;

/// <summary>Which members are hot, on what evidence. Asked of every member with a body, so it answers most of them from the name alone.</summary>
sealed class HotMembers(Compilation compilation, Bodies bodies, MemberList listed)
{
    readonly Marks marks = new(compilation);
    readonly CountShape countShape = new(bodies);
    readonly CounterFiles counterFiles = new();

    /// <param name="declaration">The declaration with the body.</param>
    /// <param name="body">Binds the body; called only if the shape must be seen.</param>
    public HotMember? Of(IMethodSymbol method, SyntaxNode declaration, HotPathOptions options, Func<IOperation?> body)
    {
        if (marks.IsCold(method) || options.Cold.Contains(method)) return null;
        string? said = marks.IsHot(method) ? "is marked [HotPath]" : listed.Contains(method) ? "is listed in HotPaths.txt" : options.Hot.Contains(method) ? "is listed in static_branch.hot_members" : null;
        if (said is null && !(options.Infers && counterFiles.MayStep(declaration))) return null;
        var shape = body() is { } operation ? countShape.Of(method, operation) : null;
        return said is null ? shape : new HotMember(method, shape?.Role ?? RoleByName(method.Name), said, shape?.EvidenceLocation);
    }

    static Role RoleByName(string name) =>
        MemberNames.SaysReturn(name) ? Role.Return : MemberNames.SaysRelease(name) ? Role.Release : MemberNames.SaysRent(name) ? Role.Rent : MemberNames.SaysAcquire(name) ? Role.Acquire : Role.Declared;
}
