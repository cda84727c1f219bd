using System.Text;
using StaticBranch.Tool.MachineCode;

namespace StaticBranch.Tool.Tests.Commands;

[Collection(nameof(SampleCollection))]
public sealed class HotCommandTests(SampleBuild sample)
{
    static readonly string[] Stage = ["M:PutPage.V4_12.GetPage(PutPage.Page)", "M:PutPage.V4_12.PutPage(PutPage.Page)"];

    [Fact]
    public async Task A_recorded_trace_puts_the_running_stage_on_top()
    {
        Run run = await Run.OfAsync("hot", sample.Trace, "--project", sample.Assembly);

        Assert.Equal((ExitCode.Proved, ""), (run.ExitCode, run.Error));
        Assert.Equal(Stage, run.Output.Split('\n').Take(2).Select(line => line.Split(';')[0]));
    }

    [Fact]
    public async Task A_trace_may_come_through_a_pipe()
    {
        using Pipe pipe = new(await File.ReadAllBytesAsync(sample.Trace, TestContext.Current.CancellationToken));

        Run run = await Run.OfAsync("hot", pipe.Path, "--project", sample.Assembly);

        Assert.Equal((ExitCode.Proved, ""), (run.ExitCode, run.Error));
    }

    [Theory]
    [InlineData("GetPage")]
    [InlineData("PutPage")]
    public async Task The_analyzers_pick_the_list_up(string member) =>
        Assert.Matches($@"V4_12\.{member}\(Page\)</code></th><td>is listed in HotPaths\.txt</td><td class=""number""", await File.ReadAllTextAsync(sample.Page, TestContext.Current.CancellationToken));

    [Theory]
    [InlineData(10)]
    [InlineData(40)]
    [InlineData(100)]
    [InlineData(1_000)]
    public async Task A_trace_that_is_cut_leaves_no_list(int length)
    {
        using TemporaryFolder folder = new();
        await File.WriteAllBytesAsync(folder.File("cut.nettrace"), (await File.ReadAllBytesAsync(sample.Trace, TestContext.Current.CancellationToken))[..length], TestContext.Current.CancellationToken);

        Run run = await Run.OfAsync("hot", folder.File("cut.nettrace"), "--project", sample.Assembly, "--output", folder.File("HotPaths.txt"));

        Assert.Equal(ExitCode.NotJudged, run.ExitCode);
        Assert.Single(run.Error.TrimEnd().Split('\n'));
        Assert.Empty(Directory.GetFiles(folder.Path, "HotPaths*"));
    }

    [Fact]
    public async Task A_list_that_cannot_be_read_is_named()
    {
        using TemporaryFolder folder = new();
        await using FileStream locked = new(folder.File("HotPaths.txt"), FileMode.Create, FileAccess.Write, FileShare.None);

        Run run = await Run.OfAsync("hot", sample.Trace, "--project", sample.Assembly, "--output", locked.Name);

        Assert.Equal((ExitCode.NotJudged, ""), (run.ExitCode, run.Output));
        Assert.Contains(locked.Name, Assert.Single(run.Error.TrimEnd().Split('\n')));
    }

    public static TheoryData<Encoding> Encodings => [new UTF8Encoding(false), new UTF8Encoding(true), Encoding.Unicode, Encoding.BigEndianUnicode];

    [Theory, MemberData(nameof(Encodings))]
    public async Task A_list_keeps_its_encoding_and_its_byte_order_mark(Encoding encoding)
    {
        using TemporaryFolder folder = new();
        string list = folder.File("HotPaths.txt");
        await File.WriteAllTextAsync(list, "# größer\n", encoding, TestContext.Current.CancellationToken);

        await Run.OfAsync("hot", sample.Trace, "--project", sample.Assembly, "--output", list);

        byte[] written = await File.ReadAllBytesAsync(list, TestContext.Current.CancellationToken), expected = [.. encoding.Preamble, .. encoding.GetBytes("# größer\nM:PutPage.")];
        Assert.Equal(expected, written[..expected.Length]);
    }

    [Fact]
    public async Task A_folder_is_no_profile()
    {
        Run run = await Run.OfAsync("hot", sample.Folder, "--project", sample.Assembly);

        Assert.Equal((ExitCode.NotJudged, $"static-branch: '{sample.Folder}' is a folder, not a profile\n"), (run.ExitCode, run.Error));
    }

    [Theory]
    [InlineData("""{"name":"PutPage!\u001b]0;owned\u0007<script>.Gone()"}""", "1")]
    [InlineData("""{"name":"PutPage!PutPage.V4_12.PutPage(class PutPage.Page)"}""", "1e308,1e308")]
    [InlineData("""{"name":"PutPage!PutPage.V4_12.PutPage(class PutPage.Page)"}""", "-1,0")]
    public async Task A_hostile_profile_gives_no_list_and_no_control_characters(string frame, string weights)
    {
        using TemporaryFolder folder = new();
        string samples = string.Join(',', weights.Split(',').Select(_ => "[0]"));
        await File.WriteAllTextAsync(folder.File("hostile.json"), $$"""{"shared":{"frames":[{{frame}}]},"profiles":[{"type":"sampled","samples":[{{samples}}],"weights":[{{weights}}]}]}""", TestContext.Current.CancellationToken);

        Run run = await Run.OfAsync("hot", folder.File("hostile.json"), "--project", sample.Assembly);

        Assert.Equal((ExitCode.NotJudged, ""), (run.ExitCode, run.Output));
        Assert.DoesNotContain(run.Error, static character => char.IsControl(character) && character != '\n');
    }
}
