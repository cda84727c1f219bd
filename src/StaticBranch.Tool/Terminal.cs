namespace StaticBranch.Tool;

/// <summary>Where a command writes. Results go to the output; progress and errors to the other stream, so that a pipe gets results alone.</summary>
/// <param name="environment">Reads an environment variable.</param>
sealed class Terminal(TextWriter output, TextWriter error, bool isOutputShown, bool isErrorShown, Func<string, string?>? environment = null)
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(2), Tick = TimeSpan.FromMilliseconds(250);

    public static Terminal Console { get; } = new(System.Console.Out, System.Console.Error, !System.Console.IsOutputRedirected, !System.Console.IsErrorRedirected);

    public TextWriter Out => output;

    public TextWriter Error => error;

    // https://no-color.org: set and not empty.
    bool HasColours => isOutputShown && Variable("NO_COLOR") is null or "" && Variable("TERM") is not "dumb";

    public string Colour(Colour colour, string text) => HasColours ? $"\e[{(int)colour}m{text}\e[0m" : text;

    /// <summary>Says what takes long, once it does, on a line that goes away; only where somebody watches.</summary>
    public async Task<T> ProgressAsync<T>(string what, Task<T> work)
    {
        if (!isErrorShown) return await work;
        DateTime start = DateTime.UtcNow;
        try
        {
            while (await Task.WhenAny(work, Task.Delay(Tick)) != work)
                if (DateTime.UtcNow - start is var passed && passed > Patience)
                    error.Write($"\r{what}, {passed.TotalSeconds:0} s ");
            return await work;
        }
        finally
        {
            if (DateTime.UtcNow - start > Patience) error.Write("\r\e[2K");
        }
    }

    /// <summary>Writes rows as columns, each as wide as its widest cell.</summary>
    public void WriteTable(IReadOnlyList<string[]> rows, Func<int, string, Colour?>? colour = null)
    {
        int[] widths = [.. Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length))];
        foreach (string[] row in rows)
        {
            IEnumerable<string> cells = row.Select((cell, column) =>
                (column < row.Length - 1 ? cell.PadRight(widths[column]) : cell) is var padded && colour?.Invoke(column, cell) is { } chosen ? Colour(chosen, padded) : padded);
            output.WriteLine(string.Join("  ", cells).TrimEnd());
        }
    }

    string? Variable(string name) => (environment ?? Environment.GetEnvironmentVariable)(name);
}
