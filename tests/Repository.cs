using System.Reflection;

namespace StaticBranch.Tests;

/// <summary>The files that the tests were built from.</summary>
static class Repository
{
    public static string Root { get; } =
        typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "RepositoryRoot").Value!;

    public static string File(params string[] path) => Path.Combine([Root, .. path]);

    /// <summary>The files below a folder that match, without what builds leave there.</summary>
    public static IEnumerable<string> Files(string folder, string pattern)
    {
        var root = File(folder.Split('/'));
        return from file in Directory.EnumerateFiles(root, pattern, SearchOption.AllDirectories)
               where Path.GetRelativePath(root, file).Split(Path.DirectorySeparatorChar) is var parts && !parts.Contains("bin") && !parts.Contains("obj")
               orderby file
               select file;
    }
}
