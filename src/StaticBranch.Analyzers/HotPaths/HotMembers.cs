using Microsoft.CodeAnalysis;

namespace StaticBranch.HotPaths;

/// <summary>Which members are hot, on what evidence.</summary>
sealed class HotMembers
{
    readonly MemberList listed;
    readonly Marks marks;
    readonly CountShape countShape;
    readonly PoolTypes pools = new();
    readonly PoolShape poolShape;
    readonly ProviderShape providerShape;
    readonly FileTexts files;
    readonly Candidates candidates;
    readonly Credits credits;

    public HotMembers(Marks marks, Bodies bodies, CallSites callSites, FileTexts files, MemberList listed)
    {
        (this.marks, this.files, this.listed) = (marks, files, listed);
        candidates = new Candidates(pools);
        countShape = new CountShape(bodies);
        poolShape = new PoolShape(pools, callSites);
        providerShape = new ProviderShape(pools, poolShape);
        credits = new Credits(method => ByShape(method, CluesOf(method), () => bodies.Of(method)) is { } member && !marks.IsCold(method) ? member : null, bodies, callSites);
    }

    /// <summary>The bodies of a file that may be hot, with what speaks for each.</summary>
    public IEnumerable<(DeclaredBody Body, Clues Clues)> CandidatesIn(SemanticModel model, HotPathOptions options, CancellationToken cancellation)
    {
        bool IsSaid(DeclaredBody body) => marks.MayBeHot(body) || listed.MayContain(body) || options.Hot.MayContain(body);
        return options.Infers || marks.AnyHot || !listed.IsEmpty || !options.Hot.IsEmpty ? candidates.In(model, IsSaid, options.Infers, cancellation) : [];
    }

    /// <summary>The candidate, if it is hot.</summary>
    /// <param name="body">Binds the body; called only if the shape must be seen.</param>
    public HotMember? Of(IMethodSymbol method, Clues clues, HotPathOptions options, Func<IOperation?> body)
    {
        string? said = marks.IsHot(method) ? "is marked [HotPath]" : listed.Contains(method) ? "is listed in HotPaths.txt" : options.Hot.Contains(method) ? "is listed in static_branch.hot_members" : null;
        if (said is null && !options.Infers) return null;
        var shape = ByShape(method, clues, body);
        var member = said is not null ? new HotMember(method, shape?.Role ?? RoleByName(method.Name), said, shape?.EvidenceLocation)
            : shape ?? (clues.HasFlag(Clues.Helps) ? credits.Of(method) : null);
        // Attributes are dear to read, and few members get this far.
        return member is null || marks.IsCold(method) || options.Cold.Contains(method) ? null : member;
    }

    HotMember? ByShape(IMethodSymbol method, Clues clues, Func<IOperation?> body)
    {
        if (clues.HasFlag(Clues.Pools) && poolShape.Of(method, () => clues.HasFlag(Clues.GivesBack) ? body() : null) is { } pool) return pool;
        if (clues.HasFlag(Clues.EndsScope) && ScopeShape.Of(method) is { } scope) return scope;
        if (clues.HasFlag(Clues.Rents) && method.MethodKind == MethodKind.Ordinary && body() is { } renting && (StockShape.Of(method, renting) ?? providerShape.Of(method, renting)) is { } renter) return renter;
        return clues.HasFlag(Clues.Steps) && body() is { } operation ? countShape.Of(method, operation) : null;
    }

    Clues CluesOf(IMethodSymbol member) => member.DeclaringSyntaxReferences is [var declaration] ? BodyText.Of(new(declaration.GetSyntax(), member.Name), files.Of(declaration.SyntaxTree), isInPool: true) : Clues.None;

    static Role RoleByName(string name) =>
        MemberNames.SaysReturn(name) ? Role.Return : MemberNames.SaysRelease(name) ? Role.Release : MemberNames.SaysRent(name) ? Role.Rent : MemberNames.SaysAcquire(name) ? Role.Acquire : Role.Declared;
}
