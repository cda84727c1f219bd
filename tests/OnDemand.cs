using StaticBranch.Tool.Verification;

namespace StaticBranch.Tests;

/// <summary>What takes minutes and packages beyond restore: a developer's test run does without, and CI asks for it.</summary>
static class OnDemand
{
    // No such package, no such version, no such registry.
    static readonly string[] Unobtainable = ["NU1101", "NU1102", "NU1103", "NU1301"];

    public static bool IsNativeAotAsked => IsAsked("STATIC_BRANCH_NATIVE_AOT");

    public static void SkipUnlessNativeAot()
    {
        Assert.SkipUnless(IsNativeAotAsked, "STATIC_BRANCH_NATIVE_AOT is not 1: takes minutes, a linker, and NativeAOT's compiler from the registry");
        Assert.SkipUnless(AotCompiler.CanLink, "neither clang nor gcc is installed");
    }

    public static void SkipUnlessOlderRuntimes() =>
        Assert.SkipUnless(IsAsked("STATIC_BRANCH_OLDER_RUNTIMES"), "STATIC_BRANCH_OLDER_RUNTIMES is not 1: needs the runtime packs of .NET 8 and 9 from the registry");

    /// <summary>Skips the test where the registry does not serve what a build asked it for.</summary>
    public static void SkipIfUnobtainable(string output)
    {
        if (output.Split('\n').FirstOrDefault(line => Unobtainable.Any(line.Contains)) is { } missing) Assert.Skip(missing);
    }

    static bool IsAsked(string variable) => Environment.GetEnvironmentVariable(variable) == "1";
}
