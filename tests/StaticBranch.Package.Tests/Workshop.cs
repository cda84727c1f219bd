using StaticBranch.Tests;

[assembly: AssemblyFixture(typeof(StaticBranch.Package.Tests.Workshop))]

namespace StaticBranch.Package.Tests;

/// <summary>One folder for the whole run: the package, packed once under a version that no cache can hold, and what is built from it.</summary>
public sealed class Workshop : IAsyncLifetime
{
    readonly DirectoryInfo root = Directory.CreateTempSubdirectory("StaticBranch.");
    readonly string version = $"0.1.0-run{DateTime.UtcNow.Ticks}";

    /// <summary>Where projects of the repository are built, apart from the outputs that the tests run from.</summary>
    public string Artifacts => Path.Combine(root.FullName, "artifacts");

    public string Package => Path.Combine(Feed, $"StaticBranch.Analyzers.{version}.nupkg");

    public string Feed => Path.Combine(root.FullName, "feed");

    public async ValueTask InitializeAsync() => await Pack("src/StaticBranch.Package");

    /// <summary>Packs a project of the repository for the consumers. The build of the repository has analysed its source already.</summary>
    public Task Pack(string project) =>
        Dotnet.Run(Repository.Root, ["pack", project, "--output", Feed, "--artifacts-path", Artifacts, $"-p:PackageVersion={version}", "-p:RunAnalyzers=false"]);

    /// <summary>A fresh copy of a folder: of this project, or of any other by its full path. What is run in it finds the package, and keeps it out of the user's cache.</summary>
    public Consumer Copy(string folder)
    {
        var source = Path.Combine(AppContext.BaseDirectory, folder);
        var target = root.CreateSubdirectory(Path.GetRandomFileName()).FullName;
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(source, file)).Where(IsSource))
        {
            var copy = Path.Combine(target, file);
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(Path.Combine(source, file), copy);
        }
        File.WriteAllText(Path.Combine(target, "nuget.config"), $"""
            <configuration><packageSources><add key="Packed by the tests" value="{Feed}" /></packageSources></configuration>
            """);
        // A folder above this one has no say.
        File.WriteAllText(Path.Combine(target, "Directory.Packages.props"), "<Project />");
        File.WriteAllText(Path.Combine(target, "Directory.Build.props"), "<Project />");
        return new(target, version, Packages: Path.Combine(root.FullName, "packages"));
    }

    static bool IsSource(string file) => file.Split(Path.DirectorySeparatorChar) is [not ("bin" or "obj"), ..];

    public ValueTask DisposeAsync()
    {
        root.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }
}
