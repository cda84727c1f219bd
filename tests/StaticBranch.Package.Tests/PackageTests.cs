using System.IO.Compression;
using System.Xml.Linq;
using StaticBranch.Tests;

namespace StaticBranch.Package.Tests;

public class PackageTests(Workshop workshop)
{
    [Fact]
    public void Holds_the_analyzers_their_settings_and_their_pages()
    {
        using var package = ZipFile.OpenRead(workshop.Package);
        string[] expected =
        [
            "README.md",
            "StaticBranch.Analyzers.nuspec",
            "analyzers/dotnet/cs/StaticBranch.Analyzers.dll",
            "analyzers/dotnet/cs/StaticBranch.CodeFixes.dll",
            .. from folder in (string[])["build", "buildMultiTargeting", "buildTransitive"]
               from extension in (string[])["props", "targets"]
               select $"{folder}/StaticBranch.Analyzers.{extension}",
            .. from preset in (string[])["none", "strict"] select $"presets/StaticBranch.{preset}.globalconfig",
            .. from page in Repository.Files("src/StaticBranch.Analyzers", "SB*.md") select $"rules/{Path.GetFileName(Path.GetDirectoryName(page))}/{Path.GetFileName(page)}",
        ];
        Assert.Equal(expected.Order(StringComparer.Ordinal), package.Entries.Select(entry => entry.FullName).Where(IsOurs).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Is_a_development_dependency_without_dependencies()
    {
        using var package = ZipFile.OpenRead(workshop.Package);
        using var nuspec = package.GetEntry("StaticBranch.Analyzers.nuspec")!.Open();
        var metadata = XDocument.Load(nuspec).Root!.Elements().Single();

        Assert.Equal("true", Of("developmentDependency"));
        Assert.Null(Of("dependencies"));
        string? Of(string name) => metadata.Elements().FirstOrDefault(element => element.Name.LocalName == name)?.Value;
    }

    // The rest is the container format's own.
    static bool IsOurs(string path) => !path.StartsWith("_rels/", StringComparison.Ordinal) && !path.StartsWith("package/", StringComparison.Ordinal) && path != "[Content_Types].xml";
}
