using Microsoft.CodeAnalysis.Diagnostics;

namespace StaticBranch.Flags;

/// <summary>What the project file says of the compilers that its code will meet.</summary>
sealed class BuildProperties(AnalyzerConfigOptionsProvider provider)
{
    readonly AnalyzerConfigOptions global = provider.GlobalOptions;

    /// <summary>Whether the code is compiled ahead of time, by this project's own publish.</summary>
    public bool PublishesAot => Is("PublishAot", "true");

    /// <summary>Whether code that no caller can reach is removed: by this project's publish, or by that of an application which uses it.</summary>
    public bool IsTrimmed => PublishesAot || Is("PublishTrimmed", "true") || Is("IsTrimmable", "true") || Is("IsAotCompatible", "true");

    /// <summary>Whether methods are optimised at their first call.</summary>
    public bool IsUntiered => Is("TieredCompilation", "false") || Is("TieredCompilationQuickJit", "false");

    /// <summary>Whether small methods with a branch are left out of their callers: only a profile tells the JIT that the branch is cheap.</summary>
    public bool InlinesWithoutProfile => PublishesAot || Is("PublishReadyToRun", "true") || Is("TieredPGO", "false");

    /// <summary>The switches that the project hands to the linker, or null where nobody tells.</summary>
    public IReadOnlyCollection<string>? TrimmedSwitches =>
        Read("StaticBranchTrimmedSwitches") is { } names ? names.Split('|') : null;

    /// <summary>The modes in which the flags of a file must fold.</summary>
    public CompileModes TargetOf(AnalyzerConfigOptions file) => (file.TryGetValue("static_branch.target", out string? target) ? target : "") switch
    {
        "jit" => CompileModes.Jit,
        "aot" => CompileModes.NativeAot,
        "both" => CompileModes.Jit | CompileModes.NativeAot,
        _ => PublishesAot ? CompileModes.Jit | CompileModes.NativeAot : CompileModes.Jit,
    };

    bool Is(string property, string value) => string.Equals(Read(property), value, StringComparison.OrdinalIgnoreCase);

    string? Read(string property) => global.TryGetValue("build_property." + property, out string? value) && value.Length > 0 ? value : null;
}
