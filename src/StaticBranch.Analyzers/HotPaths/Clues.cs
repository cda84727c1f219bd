namespace StaticBranch.HotPaths;

/// <summary>What a member may turn out to do, as far as name and text tell. Only that is worth a symbol, and a look at what the body means.</summary>
[Flags]
enum Clues
{
    None = 0,

    /// <summary>It works for a pool, or for who takes back what it gave.</summary>
    Pools = 1,

    /// <summary>It gives back what it holds.</summary>
    GivesBack = 2,

    /// <summary>It empties or fills a stock, or rents for others.</summary>
    Rents = 4,

    /// <summary>It moves a count of references.</summary>
    Steps = 8,

    /// <summary>It ends a scope, and asks more than whether there is something to end.</summary>
    EndsScope = 16,

    /// <summary>Its type is a pool, and the hot members of that may call it.</summary>
    Helps = 32,
}
