using System.Runtime.InteropServices;
using StaticBranch.Tool.MachineCode;

namespace StaticBranch.Package.Tests;

/// <summary>What NativeAOT makes of an application whose special case <c>dotnet format</c> has put behind a new flag: <c>STATIC_BRANCH_NATIVE_AOT=1 dotnet test tests/StaticBranch.Package.Tests --filter NativeTests</c></summary>
public class NativeTests(NativeTests.Formatted formatted) : IClassFixture<NativeTests.Formatted>
{
    public sealed class Formatted(Workshop workshop) : IAsyncLifetime
    {
        public static bool IsAsked => Environment.GetEnvironmentVariable("STATIC_BRANCH_NATIVE_AOT") == "1";

        public Consumer Consumer { get; } = workshop.Copy("Consumers");

        public async ValueTask InitializeAsync()
        {
            if (IsAsked) await Consumer.Run("format", "analyzers", "Native/Native.csproj", "--diagnostics", "SB1001", "--severity", "warn");
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("false", false)]
    public async Task The_cold_method_is_in_the_binary_only_where_the_flag_is_on(string position, bool expected)
    {
        Assert.SkipUnless(Formatted.IsAsked, "STATIC_BRANCH_NATIVE_AOT is not 1: needs gcc, binutils and the registry's NativeAOT compiler, and a minute");

        await formatted.Consumer.Run("publish", "Native", "--runtime", RuntimeInformation.RuntimeIdentifier, "--output", position, "-p:CppCompilerAndLinker=gcc", "-p:LinkerFlavor=bfd", $"-p:DevicePrivate={position}");
        var native = await NativeImage.OpenAsync(Path.Combine(formatted.Consumer.Folder, position, "Native"), TestContext.Current.CancellationToken);

        Assert.Contains(native.Symbols, symbol => symbol.EndsWith("Page__Free", StringComparison.Ordinal));
        Assert.Equal(expected, native.Symbols.Any(symbol => symbol.EndsWith("Page__PutDevicePrivatePage", StringComparison.Ordinal)));
    }
}
