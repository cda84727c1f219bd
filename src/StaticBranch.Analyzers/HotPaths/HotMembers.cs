using Microsoft.CodeAnalysis;

namespace StaticBranch.HotPaths;

/// <summary>Which members are hot, on what evidence. Asked of every member with a body, so it answers most of them from the name alone.</summary>
sealed class HotMembers
{
    readonly MemberList listed;
    readonly Marks marks;
    readonly CountShape countShape;
    readonly PoolTypes pools = new();
    readonly PoolShape poolShape;
    readonly ProviderShape providerShape;
    readonly BodyText text;
    readonly Credits credits;

    public HotMembers(Marks marks, Bodies bodies, CallSites callSites, BodyText text, MemberList listed)
    {
        (this.marks, this.text, this.listed) = (marks, text, listed);
        countShape = new CountShape(bodies);
        poolShape = new PoolShape(pools, callSites);
        providerShape = new ProviderShape(pools, poolShape);
        credits = new Credits(method => marks.IsCold(method) ? null : ByShape(method, method.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(), () => bodies.Of(method)), bodies, callSites);
    }

    /// <param name="declaration">The declaration with the body.</param>
    /// <param name="body">Binds the body; called only if the shape must be seen.</param>
    public HotMember? Of(IMethodSymbol method, SyntaxNode declaration, HotPathOptions options, Func<IOperation?> body)
    {
        string? said = marks.IsHot(method) ? "is marked [HotPath]" : listed.Contains(method) ? "is listed in HotPaths.txt" : options.Hot.Contains(method) ? "is listed in static_branch.hot_members" : null;
        if (said is null && !options.Infers) return null;
        var shape = ByShape(method, declaration, body);
        var member = said is not null ? new HotMember(method, shape?.Role ?? RoleByName(method.Name), said, shape?.EvidenceLocation)
            : shape ?? (method.MethodKind == MethodKind.Ordinary && HasHelpers(method.ContainingType) ? credits.Of(method) : null);
        // Attributes are dear to read, and few members get this far.
        return member is null || marks.IsCold(method) || options.Cold.Contains(method) ? null : member;
    }

    HotMember? ByShape(IMethodSymbol method, SyntaxNode? declaration, Func<IOperation?> body)
    {
        if (declaration is null) return null;
        if (MemberNames.SaysAnything(method.Name) && poolShape.Of(method, () => text.MayReturn(declaration) ? body() : null) is { } pool) return pool;
        if (ScopeShape.Of(method, declaration) is { } scope) return scope;
        if (method.MethodKind == MethodKind.Ordinary && text.MayRent(method.Name, declaration) && body() is { } renting && (StockShape.Of(method, renting) ?? providerShape.Of(method, renting)) is { } renter) return renter;
        return text.MayStep(method, declaration) && body() is { } operation ? countShape.Of(method, operation) : null;
    }

    // Only these are worth the look through all of their members.
    bool HasHelpers(INamedTypeSymbol? type)
    {
        for (; type is not null; type = type.ContainingType)
            if (pools.Contains(type)) return true;
        return false;
    }

    static Role RoleByName(string name) =>
        MemberNames.SaysReturn(name) ? Role.Return : MemberNames.SaysRelease(name) ? Role.Release : MemberNames.SaysRent(name) ? Role.Rent : MemberNames.SaysAcquire(name) ? Role.Acquire : Role.Declared;
}
