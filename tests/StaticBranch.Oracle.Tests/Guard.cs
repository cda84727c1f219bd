namespace StaticBranch.Oracle.Tests;

/// <summary>One way to put a condition before the special case.</summary>
/// <param name="Body">The hot method, where <c>FLAG</c> is the condition.</param>
/// <param name="IsEager">Whether the special case is asked for before the flag decides, so that its load stays.</param>
sealed record Guard(string Name, string Body, bool IsEager = false)
{
    const string Slow = "Pages.Slow(page);", Put = "{ if (Interlocked.Decrement(ref page.Count) == 0) Pages.Free(page); }";

    /// <summary>Whether the body asks for the flag to be off.</summary>
    public bool IsNegated { get; } = Body.Contains("!(FLAG)", StringComparison.Ordinal);

    public static readonly Guard And = new("&&", $"if ((FLAG) && page.Special) {{ {Slow} return; }} {Put}");

    public static readonly Guard[] All =
    [
        And,
        new("nested if", $"if (FLAG) {{ if (page.Special) {{ {Slow} return; }} }} {Put}"),
        new("early return", $"if (!(FLAG)) {{ {Put} return; }} if (page.Special) {{ {Slow} return; }} {Put}"),
        new("else", $"if (!(FLAG)) {Put} else if (page.Special) {Slow} else {Put}"),
        new("local", $"var on = FLAG; if (on && page.Special) {{ {Slow} return; }} {Put}"),
        new("ternary", $"if ((FLAG) ? page.Special : false) {{ {Slow} return; }} {Put}"),
        new("or of negations", $"if (!(FLAG) || !page.Special) {Put} else {Slow}"),
        new("is true", $"if ((FLAG) is true && page.Special) {{ {Slow} return; }} {Put}"),
        new("== true", $"if ((FLAG) == true && page.Special) {{ {Slow} return; }} {Put}"),
        new("switch expression", $"if ((FLAG) switch {{ true => page.Special, false => false }}) {{ {Slow} return; }} {Put}"),
        new("switch statement", $"switch (FLAG) {{ case true: if (page.Special) {{ {Slow} return; }} break; }} {Put}"),
        new("goto", $"if (!(FLAG)) goto Put; if (page.Special) {{ {Slow} return; }} Put: {Put}"),
        new("while", $"while ((FLAG) && page.Special) {{ {Slow} return; }} {Put}"),
        new("tuple", $"if ((FLAG, page.Special) is (true, true)) {{ {Slow} return; }} {Put}", IsEager: true),
        new("&", $"if ((FLAG) & page.Special) {{ {Slow} return; }} {Put}", IsEager: true),
    ];

    /// <summary>What is left of a guarded method when its flag is off, and when it is on.</summary>
    public const string Twins = $$"""
        [MethodImpl(MethodImplOptions.NoInlining)] public static void Off(Page page) { {{Put}} }
        [MethodImpl(MethodImplOptions.NoInlining)] public static void On(Page page) { if (page.Special) { {{Slow}} return; } {{Put}} }
        """;

    public override string ToString() => Name;
}
