namespace StaticBranch.Oracle.Tests;

/// <summary>A condition over atoms: flags, and calls that make one value of several flags.</summary>
/// <param name="Value">What it comes to, given a bit for each atom.</param>
/// <param name="Positive">The atoms that it asks as they are.</param>
/// <param name="Negative">The atoms that it asks in the negative.</param>
sealed record Condition(string Text, Func<int, bool> Value, int Positive, int Negative)
{
    public static Condition Of(string text, int atom) => new(text, atoms => (atoms & 1 << atom) != 0, 1 << atom, 0);

    /// <summary>Whether the feature is away where its flags are: those that are asked in the negative may be on then.</summary>
    /// <param name="isNegated">Whether the condition as a whole is asked in the negative.</param>
    public bool CanBeOff(bool isNegated)
    {
        var free = isNegated ? Positive : Negative;
        for (var atoms = free; ; atoms = (atoms - 1) & free)
        {
            if (!Value(atoms)) return true;
            if (atoms == 0) return false;
        }
    }

    public Condition As(string text) => this with { Text = text };
    public Condition Not(string text) => new(text, atoms => !Value(atoms), Negative, Positive);
    public Condition And(Condition other, string text) => Both(other, text, atoms => Value(atoms) && other.Value(atoms));
    public Condition Or(Condition other, string text) => Both(other, text, atoms => Value(atoms) || other.Value(atoms));

    /// <summary>What is compared with another may be meant either way.</summary>
    public Condition Xor(Condition other, string text) => new(text, atoms => Value(atoms) ^ other.Value(atoms), All | other.All, All | other.All);

    int All => Positive | Negative;

    Condition Both(Condition other, string text, Func<int, bool> value) => new(text, value, Positive | other.Positive, Negative | other.Negative);
}
