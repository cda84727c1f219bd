namespace StaticBranch.Tool.Tests;

public sealed class TerminalTests
{
    [Fact]
    public void A_pipe_gets_columns_and_no_colours()
    {
        StringWriter output = new();

        new Terminal(output, TextWriter.Null, isOutputShown: false, isErrorShown: false).WriteTable([["a", "b"], ["long", ""], ["x", "y"]], (_, _) => Colour.Red);

        Assert.Equal("a     b\nlong\nx     y\n", output.ToString());
    }

    [Theory]
    [InlineData(true, null, "\e[31mx\e[0m")]
    [InlineData(true, "", "\e[31mx\e[0m")]
    [InlineData(true, "1", "x")]
    [InlineData(false, null, "x")]
    public void Colours_are_for_terminals_that_want_them(bool isShown, string? noColor, string expected) =>
        Assert.Equal(expected, new Terminal(TextWriter.Null, TextWriter.Null, isShown, isShown, name => name == "NO_COLOR" ? noColor : null).Colour(Colour.Red, "x"));

    [Fact]
    public async Task Progress_is_shown_to_those_who_watch()
    {
        Watched error = new();

        Assert.Equal(7, await new Terminal(TextWriter.Null, error, isOutputShown: true, isErrorShown: true).ProgressAsync("building", error.SevenOnceWritten));

        Assert.StartsWith("\rbuilding, ", error.ToString());
    }

    [Fact]
    public async Task Progress_is_not_shown_to_those_who_do_not()
    {
        StringWriter error = new();

        await new Terminal(TextWriter.Null, error, isOutputShown: false, isErrorShown: false).ProgressAsync("building", Task.Delay(TimeSpan.FromSeconds(2.8), TestContext.Current.CancellationToken).ContinueWith(_ => 7, TestContext.Current.CancellationToken));

        Assert.Empty(error.ToString());
    }

    [Fact]
    public async Task What_is_quick_shows_no_progress()
    {
        StringWriter error = new();

        await new Terminal(TextWriter.Null, error, isOutputShown: true, isErrorShown: true).ProgressAsync("building", Task.FromResult(7));

        Assert.Empty(error.ToString());
    }

    /// <summary>Work that takes until something is written: no clock decides which comes first.</summary>
    sealed class Watched : StringWriter
    {
        readonly TaskCompletionSource<int> written = new();

        public Task<int> SevenOnceWritten => written.Task;

        public override void Write(string? value)
        {
            base.Write(value);
            written.TrySetResult(7);
        }
    }
}
