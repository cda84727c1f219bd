using System.Diagnostics;
using System.Text.Json;
using StaticBranch.Tests;
using StaticBranch.Tool.MachineCode;

namespace StaticBranch.Tool.Tests.Commands;

[Collection(nameof(SampleCollection))]
public sealed class VerifyCommandTests(SampleBuild sample)
{
    const string Guarded = "M:PutPage.V4_14.PutPage(PutPage.Page)";

    [Fact]
    public void The_sample_gets_a_verdict_for_each_stage()
    {
        using JsonDocument verdicts = JsonDocument.Parse(sample.Verified.Output);
        Assert.Equal(
            [
                ("M:PutPage.V4_11.GetPage(PutPage.Page)", "unguarded"),
                ("M:PutPage.V4_11.PutPage(PutPage.Page)", "unguarded"),
                ("M:PutPage.V4_12_HookAsBareBranch.PutPage(PutPage.Page)", "unguarded"),
                ("M:PutPage.V4_12_HookAsCallback.PutPage(PutPage.Page)", "unguarded"),
                ("M:PutPage.V4_12_HookAsOption.PutPage(PutPage.Page)", "notFolded"),
                ("M:PutPage.V4_12_HookBeforeFlag.PutPage(PutPage.Page)", "notFolded"),
                (Guarded, "folded"),
                ("M:PutPage.V4_18.PutPage(PutPage.Page)", "folded"),
            ],
            verdicts.RootElement.EnumerateArray().Select(verdict => (verdict.GetProperty("member").GetString()!, verdict.GetProperty("outcome").GetString()!)));
        Assert.Equal(ExitCode.NotFolded, sample.Verified.ExitCode);
    }

    [Fact]
    public async Task An_assembly_is_judged_by_its_attributes()
    {
        Run run = await Run.OfAsync("verify", sample.Assembly);

        Assert.Matches(@"V4_14\.PutPage +FeatureFlags\.DevicePrivate +folded +\d+ jumps?, ", run.Output);
        Assert.EndsWith("1 folded\n", run.Output);
        Assert.Equal((ExitCode.Proved, ""), (run.ExitCode, run.Error));
    }

    [Fact]
    public async Task A_runtime_is_chosen_by_its_framework()
    {
        Run run = await Run.OfAsync("verify", sample.Assembly, "--runtime", "net10.0");

        Assert.EndsWith("1 folded\n", run.Output);
    }

    [Fact]
    public async Task A_runtime_that_is_not_installed_is_said() =>
        AssertRefused(await Run.OfAsync("verify", sample.Assembly, "--runtime", "net5.0"), "the runtime net5.0 is not installed: there is ");

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("1")]
    [InlineData("{}")]
    [InlineData("""{ "runtimeOptions": null }""")]
    [InlineData("""{ "runtimeOptions": [] }""")]
    [InlineData("""{ "runtimeOptions": { "configProperties": 1 } }""")]
    [InlineData("""{ "runtimeOptions": {}, "runtimeOptions": {} }""")]
    public async Task A_damaged_runtime_configuration_is_one_line_and_exit_code_2(string configuration)
    {
        using TemporaryFolder folder = new();

        Run run = await VerifyWithAsync(configuration, folder);

        AssertRefused(run, $"'{folder.File("PutPage.runtimeconfig.json")}' is not a runtime configuration: ");
    }

    [Theory]
    [InlineData("""{ "runtimeOptions": {} }""")]
    [InlineData("""{ "runtimeOptions": { "configProperties": null } }""")]
    [InlineData("""
        // The runtime reads over this.
        { "runtimeOptions": {} }
        """)]
    public async Task A_runtime_configuration_may_say_little(string configuration)
    {
        using TemporaryFolder folder = new();

        Run run = await VerifyWithAsync(configuration, folder);

        Assert.Equal((ExitCode.Proved, ""), (run.ExitCode, run.Error));
    }

    async Task<Run> VerifyWithAsync(string configuration, TemporaryFolder folder)
    {
        foreach (string extension in (string[])[".dll", ".pdb"]) File.Copy(Path.ChangeExtension(sample.Assembly, extension), folder.File("PutPage" + extension));
        await File.WriteAllTextAsync(folder.File("PutPage.runtimeconfig.json"), configuration, TestContext.Current.CancellationToken);
        return await Run.OfAsync("verify", folder.File("PutPage.dll"));
    }

    [Fact]
    public async Task Sarif_points_to_the_line()
    {
        Run run = await Run.OfAsync("verify", sample.Assembly, "--sarif", "--method", "M:PutPage.V4_12_HookAsOption.PutPage(PutPage.Page)");

        using JsonDocument log = JsonDocument.Parse(run.Output);
        JsonElement result = log.RootElement.GetProperty("runs")[0].GetProperty("results")[0], place = result.GetProperty("locations")[0].GetProperty("physicalLocation");
        Assert.Equal(
            ("SB1002", new Uri(Path.Combine(sample.Folder, "Stages", "V4_12_HookAsOption.cs")).AbsoluteUri, 16),
            (result.GetProperty("ruleId").GetString(), place.GetProperty("artifactLocation").GetProperty("uri").GetString(), place.GetProperty("region").GetProperty("startLine").GetInt32()));
    }

    [Fact]
    public async Task NativeAOT_proves_it_too()
    {
        OnDemand.SkipUnlessNativeAot();

        Run run = await Run.OfAsync("verify", sample.Project, "--aot", "--method", Guarded);

        OnDemand.SkipIfUnobtainable(run.Error);
        Assert.Contains("1 folded", run.Output + run.Error);
    }

    [Theory]
    [InlineData("nowhere", "'nowhere' does not exist")]
    [InlineData("Program.cs", "is neither a C# project nor an assembly")]
    [InlineData("Stages", "holds no C# project")]
    public async Task A_path_that_is_no_project_is_one_line_and_exit_code_2(string path, string expected) =>
        AssertRefused(await Run.OfAsync("verify", Directory.Exists(Path.Combine(sample.Folder, path)) || File.Exists(Path.Combine(sample.Folder, path)) ? Path.Combine(sample.Folder, path) : path), expected);

    [Fact]
    public async Task A_member_that_is_not_there_is_named() => AssertRefused(await Run.OfAsync("verify", sample.Assembly, "--method", "M:PutPage.Nobody"), "has no member 'M:PutPage.Nobody'");

    [Fact]
    public async Task A_project_that_does_not_build_gives_the_compilers_first_error()
    {
        using TemporaryFolder broken = new();
        File.Copy(sample.Project, broken.File("Broken.csproj"));
        await File.WriteAllTextAsync(broken.File("a.cs"), "class {", TestContext.Current.CancellationToken);

        AssertRefused(await Run.OfAsync("verify", broken.Path), "error CS1001");
    }

    [Fact]
    public async Task A_temporary_folder_that_is_not_there_is_named()
    {
        ProcessStartInfo start = ChildProcess.Dotnet(typeof(App).Assembly.Location, "verify", sample.Assembly);
        start.Environment["TMPDIR"] = "/nowhere";

        (int exitCode, string output, string error) = await ChildProcess.RunAsync(start, TimeSpan.FromMinutes(5), TestContext.Current.CancellationToken);

        AssertRefused(new(exitCode, output, error), "'/nowhere/'");
    }

    [Fact]
    public async Task Json_and_sarif_are_not_written_together() => AssertRefused(await Run.OfAsync("verify", sample.Assembly, "--json", "--sarif"), "--json or --sarif");

    [Theory]
    [InlineData("verify", "--runtime", "jit")]
    [InlineData("verify", "--runtime", "net1.0")]
    [InlineData("verify", "--nonsense")]
    [InlineData("nonsense")]
    [InlineData("hot")]
    [InlineData("hot", "nowhere.nettrace")]
    [InlineData("report", "nowhere.sln")]
    public async Task Bad_arguments_are_one_line_and_exit_code_2(params string[] arguments) => AssertRefused(await Run.OfAsync(arguments), "static-branch: ");

    [Theory]
    [InlineData("verify")]
    [InlineData("hot")]
    [InlineData("report")]
    public async Task Help_has_examples(string command)
    {
        Run run = await Run.OfAsync(command, "--help");

        Assert.Contains($"\n  static-branch {command} ", run.Output[run.Output.IndexOf("Examples:", StringComparison.Ordinal)..]);
        Assert.Equal(ExitCode.Proved, run.ExitCode);
    }

    [Fact]
    public async Task Without_a_command_the_commands_are_listed()
    {
        Run run = await Run.OfAsync();

        Assert.Equal((await Run.OfAsync("--help")).Output, run.Output);
        Assert.DoesNotContain("Examples:", run.Output);
    }

    static void AssertRefused(Run run, string expected)
    {
        Assert.Equal((ExitCode.NotJudged, ""), (run.ExitCode, run.Output));
        Assert.Contains(expected, Assert.Single(run.Error.TrimEnd().Split('\n')));
    }
}
