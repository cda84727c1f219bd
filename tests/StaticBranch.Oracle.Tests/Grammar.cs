namespace StaticBranch.Oracle.Tests;

/// <summary>Makes conditions over up to three flags. The same seed makes the same shapes.</summary>
sealed class Grammar(int seed)
{
    // # is the name of the flag and @ its place in the position.
    static readonly string[] Literals = ["public const bool # = false;", "public static bool # => true;", "public static readonly bool # = false;"];

    static readonly string[] Storages =
    [
        "public static readonly bool # = Position.Read(@);",
        "public static readonly bool # = !Position.Read(@);",
        "public static bool # { get; } = Position.Read(@);",
        "static readonly bool s# = Position.Read(@); public static bool # => s#;",
        "static readonly bool s# = Position.Read(@); static bool p# => !s#; public static bool # { get { return p#; } }",
        "static readonly int s# = Position.Read(@) ? 4 : 2; public static bool # => s# > 3;",
        "static readonly DayOfWeek s# = Position.Read(@) ? DayOfWeek.Friday : DayOfWeek.Monday; public static bool # => s# is DayOfWeek.Friday or DayOfWeek.Sunday;",
        "static readonly AttributeTargets s# = Position.Read(@) ? AttributeTargets.Class : 0; public static bool # => (s# & AttributeTargets.Class) != 0;",
        "static readonly (bool On, int N) s# = (Position.Read(@), 1); public static bool # => s#.On;",
        "struct T# { public bool On; } static readonly T# s# = new() { On = Position.Read(@) }; public static bool # => s#.On;",
        "static readonly bool? s# = Position.Read(@); public static bool # => s# == true;",
        "static readonly object? s# = Position.Read(@) ? new() : null; public static bool # => s# != null;",
        "static readonly Action? s# = Position.Read(@) ? () => { } : null; public static bool # => s# is not null;",
        "static class N# { public static readonly bool On = Position.Read(@); } public static bool # => N#.On;",
        "static class G#<T> { public static readonly bool On = Position.Read(@); } public static bool # => G#<int>.On;",
        "interface I# { bool On { get; } } sealed class A# : I# { public bool On => true; } sealed class B# : I# { public bool On => false; } static readonly I# s# = Position.Read(@) ? new A#() : new B#(); public static bool # => s#.On;",
        "public static bool # = Position.Read(@);",
        "public static volatile bool # = Position.Read(@);",
        "public static bool # { get; set; } = Position.Read(@);",
        "public static bool # { get; private set; } = Position.Read(@);",
        "public static bool # { get => field; } = Position.Read(@);",
        "static readonly Lazy<bool> s# = new(() => Position.Read(@)); public static bool # => s#.Value;",
        "static readonly bool[] s# = [Position.Read(@)]; public static bool # => s#[0];",
        "sealed class O# { public readonly bool On = Position.Read(@); } static readonly O# s# = new(); public static bool # => s#.On;",
        "static readonly bool s# = Position.Read(@); public static bool # { [MethodImpl(MethodImplOptions.NoInlining)] get => s#; }",
        "static int s# = Position.Read(@) ? 4 : 2; public static bool # => s# > 3;",
        "static object? s# = Position.Read(@) ? new() : null; public static bool # => s# != null;",
    ];

    // Without the eager ones: where nothing jumps, four positions are too few to see every flag.
    static readonly Guard[] Guards = [.. Guard.All.Where(guard => !guard.IsEager)];

    readonly Random random = new(seed);
    int atoms;

    public Shape Next(int number)
    {
        int[] flags = [.. Enumerable.Range(0, random.Next(1, 4))];
        // A literal stands alone: beside others it may decide for one that does not fold, which says nothing of either.
        string[] storages = flags.Length > 1 ? Storages : [.. Literals, .. Storages];
        var members = string.Concat(flags.Select(flag => Pick(storages).Replace("#", $"F{flag}", StringComparison.Ordinal).Replace("@", $"{flag}", StringComparison.Ordinal)));
        random.Shuffle(flags);
        atoms = flags.Length;
        var condition = Of(flags);
        return new(number, new($"generated {number}", members + " public static bool Not(bool value) => !value; public static bool Both(bool one, bool other) => one && other;", condition.Text) { Condition = condition }, Pick(Guards));
    }

    // Each flag once: a condition such as (A && !A) is constant though A is not.
    Condition Of(ReadOnlySpan<int> flags) => flags switch
    {
        [var flag] => One(Condition.Of($"F.F{flag}", flag)),
        [var first, .. var others] when random.Next(2) == 0 => One(Two(Of([first]), Of(others))),
        [.. var others, var last] => One(Two(Of(others), Of([last]))),
        [] => throw new ArgumentException("a condition needs a flag", nameof(flags)),
    };

    Condition One(Condition condition) => random.Next(10) switch
    {
        0 or 1 => condition.Not($"!({condition.Text})"),
        2 => condition.As($"(({condition.Text}) == true)"),
        3 => condition.Not($"(({condition.Text}) is not true)"),
        4 => Condition.Of($"F.Not({condition.Text})", atoms++),
        5 => condition.Not($"(({condition.Text}) switch {{ true => false, false => true }})"),
        6 => condition.As($"(({condition.Text}) ? true : false)"),
        _ => condition,
    };

    Condition Two(Condition left, Condition right) => random.Next(9) switch
    {
        0 or 1 or 2 => left.And(right, $"({left.Text} && {right.Text})"),
        3 or 4 or 5 => left.Or(right, $"({left.Text} || {right.Text})"),
        6 => left.Xor(right, $"({left.Text} ^ {right.Text})"),
        7 => Condition.Of($"F.Both({left.Text}, {right.Text})", atoms++),
        _ => left.And(right, $"(({left.Text}) ? ({right.Text}) : false)"),
    };

    T Pick<T>(T[] choices) => choices[random.Next(choices.Length)];
}
