using StaticBranch.Flags;
using StaticBranch.Tests;

namespace StaticBranch.Oracle.Tests;

/// <summary>
/// The same on the JITs of older runtimes, which a self-contained publish of the driver brings from the registry:
/// <c>STATIC_BRANCH_OLDER_RUNTIMES=1 dotnet test tests/StaticBranch.Oracle.Tests --filter OlderRuntime</c>
/// </summary>
[Collection(nameof(Publication))]
public sealed class OlderRuntimeTests
{
    // The analyzer speaks for the newest JIT. Older ones inline what is not optimised and compare a frozen string by reference;
    // that of .NET 8 does not see through the constructors of structs, and so neither through Nullable.
    static readonly Dictionary<string, string[]> Exceptions = new()
    {
        ["8.0.33"] =
        [
            "not optimised / &&", "struct property / &&", "struct method / &&", "record struct / &&", "nullable == true / &&", "nullable ?? / &&",
            "nullable GetValueOrDefault / &&", "nullable HasValue / &&", "Guid / &&", "string built at run time / &&",
        ],
        ["9.0.22"] = ["not optimised / &&", "string built at run time / &&"],
    };

    [Theory]
    [InlineData("8.0.33")]
    [InlineData("9.0.22")]
    public async Task The_analyzer_agrees_on_every_written_shape_but_the_known_exceptions(string runtime)
    {
        OnDemand.SkipUnlessOlderRuntimes();
        var folder = Directory.CreateTempSubdirectory("static-branch-runtime-");
        try
        {
            var driver = await PublishAsync(runtime, folder.FullName);
            using var assembly = new ShapeAssembly([.. Judgement.WriteShapes()], TestContext.Current.CancellationToken, Path.GetDirectoryName(driver));
            var code = await MachineCode.AtTier1Async(assembly, TestContext.Current.CancellationToken, driver);

            var disagreements = assembly.Shapes.Where(shape => assembly.VerdictOn(shape).FoldsUnder(CompileModes.Jit) != code.Folds(shape)).Select(shape => shape.ToString()).ToArray();
            Assert.True(Exceptions[runtime].SequenceEqual(disagreements), string.Join('\n', disagreements));
            Table.AssertColumn(Table.OnRuntime(runtime), assembly.Shapes, code.Folds);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    static async Task<string> PublishAsync(string runtime, string folder)
    {
        string[] arguments =
        [
            Repository.File("src", "StaticBranch.Tool.Driver"), "--runtime", "linux-x64", "--self-contained", "--artifacts-path", Path.Combine(folder, "artifacts"),
            "--output", Path.Combine(folder, "driver"), "-p:UseAppHost=true", "-p:RuntimeFrameworkVersion=" + runtime,
        ];
        await Publication.RunAsync(arguments, TestContext.Current.CancellationToken);
        return Path.Combine(folder, "driver", "StaticBranch.Tool.Driver");
    }
}
