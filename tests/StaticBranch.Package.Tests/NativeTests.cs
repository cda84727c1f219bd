using System.Runtime.InteropServices;
using StaticBranch.Tests;
using StaticBranch.Tool.MachineCode;
using StaticBranch.Tool.Verification;

namespace StaticBranch.Package.Tests;

/// <summary>What NativeAOT makes of an application whose special case <c>dotnet format</c> has put behind a new flag: <c>STATIC_BRANCH_NATIVE_AOT=1 dotnet test tests/StaticBranch.Package.Tests --filter NativeTests</c></summary>
public class NativeTests(NativeTests.Formatted formatted) : IClassFixture<NativeTests.Formatted>
{
    public sealed class Formatted(Workshop workshop) : IAsyncLifetime
    {
        public Consumer Consumer { get; } = workshop.Copy("Consumers");

        public (int ExitCode, string Output, string Error) Outcome { get; private set; }

        public async ValueTask InitializeAsync()
        {
            if (OnDemand.IsNativeAotAsked) Outcome = await Consumer.TryRun("format", "analyzers", "Native/Native.csproj", "--diagnostics", "SB1001", "--severity", "warn");
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("false", false)]
    public async Task The_cold_method_is_in_the_binary_only_where_the_flag_is_on(string position, bool expected)
    {
        OnDemand.SkipUnlessNativeAot();
        var (exitCode, output, error) = formatted.Outcome;
        OnDemand.SkipIfUnobtainable(output + error);
        Assert.True(exitCode == 0, output + error);

        await formatted.Consumer.Run(["publish", "Native", "--runtime", RuntimeInformation.RuntimeIdentifier, "--output", position, $"-p:DevicePrivate={position}", .. AotCompiler.Linker]);
        var native = await NativeImage.OpenAsync(Path.Combine(formatted.Consumer.Folder, position, "Native"), TestContext.Current.CancellationToken);

        Assert.Contains(native.Symbols, symbol => symbol.EndsWith("Page__Free", StringComparison.Ordinal));
        Assert.Equal(expected, native.Symbols.Any(symbol => symbol.EndsWith("Page__PutDevicePrivatePage", StringComparison.Ordinal)));
    }
}
