using System.Buffers.Binary;
using System.Diagnostics;
using StaticBranch.Tool.MachineCode;

namespace StaticBranch.Tool.Tests.Commands;

[Collection(nameof(SampleCollection))]
public sealed class ReportCommandTests(SampleBuild sample)
{
    static readonly string? Browser = ((string[])["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"]).FirstOrDefault(File.Exists);

    [Fact]
    public async Task The_page_shows_members_findings_and_flags()
    {
        string page = await File.ReadAllTextAsync(sample.Page, TestContext.Current.CancellationToken);
        Assert.All(["if (page.IsZoneDevice)", "V4_11.cs:26", "SB1004", "is marked [HotPath]", "is listed in HotPaths.txt", "FeatureFlags.DevicePrivate", "not folded", "33.3 %"], expected => Assert.Contains(expected, page));
        // Nothing is fetched: the only addresses are links that a reader may follow.
        Assert.DoesNotMatch("""<(?:script|link|img)[^>]*(?:src|href)="(?!data:)""", page);
    }

    [Fact]
    public async Task An_assembly_gets_no_page()
    {
        using TemporaryFolder folder = new();

        Run run = await Run.OfAsync("report", sample.Assembly, "--output", folder.File("report.html"));

        Assert.Equal((ExitCode.NotJudged, ""), (run.ExitCode, run.Output));
        Assert.Contains("is neither a C# project nor a solution", Assert.Single(run.Error.TrimEnd().Split('\n')));
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public async Task A_browser_shows_the_findings_and_logs_no_error()
    {
        Assert.SkipWhen(Browser is null, "no Chromium is installed");
        using TemporaryFolder folder = new();

        // The page sorts itself on a click, so a click is made from within.
        string sorted = (await File.ReadAllTextAsync(sample.Page, TestContext.Current.CancellationToken)).Replace("</body>", "<script>document.querySelector('#findings button').click()</script></body>");
        await File.WriteAllTextAsync(folder.File("sorted.html"), sorted, TestContext.Current.CancellationToken);
        (string tree, string log) = await BrowseAsync("--dump-dom", new Uri(folder.File("sorted.html")).AbsoluteUri);
        await BrowseAsync("--screenshot=" + folder.File("page.png"), "--window-size=1400,1000", new Uri(sample.Page).AbsoluteUri);

        Assert.Contains("aria-sort=\"ascending\"", tree);
        Assert.DoesNotContain("CONSOLE", log);
        Assert.True(Contrast(await File.ReadAllBytesAsync(folder.File("page.png"), TestContext.Current.CancellationToken)) > 20_000, "the screenshot is blank");
    }

    static async Task<(string Output, string Log)> BrowseAsync(params string[] arguments)
    {
        ProcessStartInfo start = new(Browser!, ["--headless", "--no-sandbox", "--disable-gpu", "--enable-logging=stderr", "--v=0", "--virtual-time-budget=2000", .. arguments]);
        (int exitCode, string output, string log) = await ChildProcess.RunAsync(start, TimeSpan.FromMinutes(5), TestContext.Current.CancellationToken);
        Assert.Equal(0, exitCode);
        return (output, log);
    }

    // A blank page compresses to almost nothing; text does not. Width and height are in the header's first chunk.
    static int Contrast(byte[] png)
    {
        Assert.Equal(1400, BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)));
        return png.Length;
    }
}
