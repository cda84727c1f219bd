using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace StaticBranch.Tests;

/// <summary>The running platform as reference assemblies, so that no test asks a registry for packages.</summary>
static class Platform
{
    public static ImmutableArray<MetadataReference> References { get; } =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) is var name && (name.StartsWith("System.", StringComparison.Ordinal) || name is "mscorlib.dll" or "netstandard.dll"))
            .Select(path => MetadataReference.CreateFromFile(path))];
}
