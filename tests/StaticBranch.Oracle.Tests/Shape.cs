namespace StaticBranch.Oracle.Tests;

/// <summary>A flag's definition and a hot method that it guards, in a namespace of its own.</summary>
sealed record Shape(int Number, Definition Definition, Guard Guard)
{
    public bool IsGenerated => Definition.Name.StartsWith("generated", StringComparison.Ordinal);

    /// <summary>Whether the special case is out of reach where the flags are off; else it stands behind the opposite, as in <c>if (flag) return;</c>.</summary>
    public bool IsGuarded => Definition.Condition?.CanBeOff(Guard.IsNegated) ?? true;

    public string Namespace => $"S{Number}";

    /// <summary>The hot method, as the driver is asked for it.</summary>
    public string Put => $"{Namespace}.Hot:Put{Brackets}";

    public string Call => $"{Namespace}.Hot.Run(page);";

    public string Value => $"{Namespace}.Hot:Value";

    // Ask holds the condition alone: its value is what the driver reads, and its operation is what the analyzer judges.
    public string Source => $$"""
        namespace {{Namespace}};
        {{(Definition.Source.StartsWith("types:", StringComparison.Ordinal) ? Definition.Source["types:".Length..] : $"static class F {{ {Definition.Source} }}")}}
        static class Hot
        {
            public static bool Value => Ask{{Definition.Generic.Arguments}}();
            static bool Ask{{Definition.Generic.Parameters}}() {{Definition.Generic.Constraints}} => {{Definition.Flag}};
            // Never optimised, so that it keeps calling the method instead of inlining it.
            [MethodImpl(MethodImplOptions.NoOptimization)] public static void Run(Page page) => Put{{Definition.Generic.Arguments}}(page);
            public static void Put{{Definition.Generic.Parameters}}(Page page) {{Definition.Generic.Constraints}} { {{Guard.Body.Replace("FLAG", Definition.Flag, StringComparison.Ordinal)}} }
        }
        """;

    public override string ToString() => $"{Definition} / {Guard}";

    string Brackets => Definition.Generic.Arguments?.Trim('<', '>') switch
    {
        null => "",
        "int" => "[System.Int32]",
        "string" => "[System.String]",
        var own => $"[{Namespace}.{own}]",
    };
}
