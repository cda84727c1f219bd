namespace StaticBranch.Flags;

/// <summary>In which modes a value is a constant of the machine code, and what is in the way in the others.</summary>
sealed record Folding
{
    readonly Obstacle? obstacle;

    Folding(CompileModes folds, Obstacle? obstacle) => (Folds, this.obstacle) = (folds, obstacle);

    public static Folding Always { get; } = new(CompileModes.All, null);

    /// <summary>The reason where there is nothing to be told from.</summary>
    public const string DoesNotCompile = "it does not compile";

    /// <param name="reason">What a user can act on, a clause that reads well after "does not fold, because ".</param>
    public static Folding Never(string reason) => Always.Except(CompileModes.All, reason);

    public CompileModes Folds { get; }

    /// <summary>The value, where it is the same in every run.</summary>
    public bool? Known { get; init; }

    /// <summary>What is in the way in the commonest mode in which the value does not fold; null if it folds in all.</summary>
    public string? Reason => ReasonUnder(CompileModes.All);

    public bool FoldsUnder(CompileModes target) => (Folds & target) == target;

    /// <summary>What is in the way in the commonest of these modes; null if the value folds in all of them.</summary>
    public string? ReasonUnder(CompileModes target)
    {
        Obstacle? first = null;
        for (var next = obstacle; next is not null; next = next.Next)
        {
            if ((next.Modes & target) != 0 && (first is null || Lowest(next.Modes & target) < Lowest(first.Modes & target))) first = next;
        }
        return first?.Reason;
    }

    public Folding Except(CompileModes modes, string reason) =>
        (Folds & modes) is var lost and not 0 ? new(Folds & ~lost, new Obstacle(lost, reason, obstacle)) { Known = Known } : this;

    public Folding Or(CompileModes modes) => new(Folds | modes, Obstacle.Without(obstacle, modes)) { Known = Known };

    /// <summary>How a value folds that needs both.</summary>
    public Folding And(Folding other)
    {
        var both = this with { Known = null };
        for (var next = other.obstacle; next is not null; next = next.Next) both = both.Except(next.Modes, next.Reason);
        return both;
    }

    static int Lowest(CompileModes modes) => (int)modes & -(int)modes;

    sealed record Obstacle(CompileModes Modes, string Reason, Obstacle? Next)
    {
        public static Obstacle? Without(Obstacle? obstacle, CompileModes modes) => obstacle switch
        {
            null => null,
            { Modes: var rest } when (rest & ~modes) == 0 => Without(obstacle.Next, modes),
            _ => new(obstacle.Modes & ~modes, obstacle.Reason, Without(obstacle.Next, modes)),
        };
    }
}
