using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;

namespace StaticBranch.Tests;

/// <summary>The running platform as reference assemblies, so that no test asks a registry for packages.</summary>
static class Platform
{
    public static ImmutableArray<MetadataReference> References { get; } =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) is var name && (name.StartsWith("System.", StringComparison.Ordinal) || name is "mscorlib.dll" or "netstandard.dll"))
            .Select(path => MetadataReference.CreateFromFile(path))];

    /// <summary>What .NET Framework and each .NET have in common.</summary>
    public static ImmutableArray<MetadataReference> NetStandard { get; } =
        [.. Directory.GetFiles(typeof(Platform).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == nameof(NetStandard)).Value!, "*.dll").Select(path => MetadataReference.CreateFromFile(path))];
}
