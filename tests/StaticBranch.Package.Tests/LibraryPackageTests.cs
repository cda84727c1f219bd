using System.Text.Json;

namespace StaticBranch.Package.Tests;

/// <summary>An application that knows nothing of StaticBranch, but uses the package of a library that does.</summary>
public class LibraryPackageTests(LibraryPackageTests.Packed packed) : IClassFixture<LibraryPackageTests.Packed>
{
    public sealed class Packed(Workshop workshop) : IAsyncLifetime
    {
        public Consumer Consumer { get; } = workshop.Copy("Consumers");

        public async ValueTask InitializeAsync() => await Consumer.Run("pack", "Library", "--output", workshop.Feed, $"-p:PackageVersion={Consumer.Version}");

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("-p:Metered=true", true)]
    public async Task The_librarys_switch_has_its_default_until_the_application_sets_it(string property, bool expected)
    {
        await packed.Consumer.Run(["build", "LibraryUser", .. property.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);

        var configuration = Directory.EnumerateFiles(Path.Combine(packed.Consumer.Folder, "LibraryUser", "bin"), "LibraryUser.runtimeconfig.json", SearchOption.AllDirectories).Single();
        var properties = JsonSerializer.Deserialize<JsonElement>(await File.ReadAllTextAsync(configuration, TestContext.Current.CancellationToken)).GetProperty("runtimeOptions").GetProperty("configProperties");
        Assert.Equal(expected, properties.GetProperty("Library.Metered").GetBoolean());
    }

    [Fact]
    public async Task A_library_that_packs_build_files_of_its_own_is_told_that_its_switches_would_hide_them()
    {
        var output = await packed.Consumer.Run("pack", "OwnTargets", "--output", "elsewhere");

        Assert.Contains("The switches of Own.Rare hide Own.targets", output);
    }
}
