using System.Collections.Immutable;
using System.Text.RegularExpressions;
using StaticBranch.Tests;
using StaticBranch.Tool.MachineCode;

namespace StaticBranch.Package.Tests;

/// <summary>The sample once <c>dotnet format</c> has applied the fixes: with the flags off, what is guarded must cost nothing.</summary>
public partial class GuardedSampleTests(GuardedSampleTests.Guarded sample) : IClassFixture<GuardedSampleTests.Guarded>
{
    public sealed partial class Guarded(Workshop workshop) : IAsyncLifetime
    {
        // With everything that the sample has from the repository, but from the package.
        const string Project = """
            <Project Sdk="Microsoft.NET.Sdk">
              <Import Project="Switches.props" />
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="StaticBranch.Analyzers" Version="$(StaticBranchVersion)" />
              </ItemGroup>
            </Project>
            """;

        // What a kernel without device pages would have. V4_12 has the same put for the other stages.
        const string Raw = """
            namespace PutPage;

            static class Raw
            {
                public static void GetPage(Page page) => Interlocked.Increment(ref page.RefCount);

                public static void PutPage(Page page)
                {
                    if (Interlocked.Decrement(ref page.RefCount) == 0)
                        page.Allocator.Free(page);
                }
            }
            """;

        internal JitListing Off { get; private set; } = null!;

        internal JitListing On { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            var consumer = workshop.Copy(Repository.File("samples", "PutPage"));
            await File.WriteAllTextAsync(Path.Combine(consumer.Folder, "PutPage.csproj"), Project);
            await File.WriteAllTextAsync(Path.Combine(consumer.Folder, "Raw.cs"), Raw);
            await consumer.Run("format", "analyzers", "--severity", "warn");
            await consumer.Run("build", "--configuration", "Release");

            var switches = Switch().Matches(await File.ReadAllTextAsync(Path.Combine(consumer.Folder, "FeatureFlags.cs"))).Select(name => name.Value).ToList();
            Off = await ListingAsync(false);
            On = await ListingAsync(true);

            async Task<JitListing> ListingAsync(bool position)
            {
                var run = new JitRun(Path.Combine(consumer.Folder, "bin", "Release", "net10.0", "PutPage.dll"))
                {
                    Initialize = ["PutPage.FeatureFlags"],
                    Methods = [.. Methods],
                    Switches = switches.ToImmutableDictionary(name => name, _ => position),
                };
                return (await run.RunAsync(TestContext.Current.CancellationToken)).Listing;
            }
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        static IEnumerable<string> Methods =>
            from type in (string[])["Raw", "V4_11", "V4_12", "V4_12_HookAsBareBranch", "V4_12_HookAsCallback", "V4_12_HookAsOption", "V4_12_HookBeforeFlag", "V4_14", "V4_18"]
            from method in (string[])["GetPage", "PutPage"]
            select $"PutPage.{type}:{method}";

        [GeneratedRegex(@"(?<=FeatureSwitchDefinition\("")[^""]+")]
        private static partial Regex Switch();
    }

    [Theory]
    [InlineData("V4_11:GetPage", "Raw:GetPage")]
    [InlineData("V4_11:PutPage", "Raw:PutPage")]
    [InlineData("V4_12_HookAsBareBranch:PutPage", "V4_12:PutPage")]
    [InlineData("V4_12_HookAsCallback:PutPage", "V4_12:PutPage")]
    [InlineData("V4_12_HookBeforeFlag:PutPage", "V4_12:PutPage")]
    [InlineData("V4_14:PutPage", "V4_12:PutPage")]
    [InlineData("V4_18:PutPage", "V4_12:PutPage")]
    public void With_its_flag_off_a_guarded_method_has_the_raw_methods_instructions_and_with_it_on_more(string guarded, string raw)
    {
        Assert.Equal(sample.Off.Optimised("PutPage." + raw).Instructions, sample.Off.Optimised("PutPage." + guarded).Instructions);
        Assert.True(sample.On.Optimised("PutPage." + guarded).Bytes > sample.On.Optimised("PutPage." + raw).Bytes);
    }

    [Fact]
    public void An_option_that_can_still_change_stays_in_the_machine_code() =>
        Assert.True(sample.Off.Optimised("PutPage.V4_12_HookAsOption:PutPage").Bytes > sample.Off.Optimised("PutPage.V4_12:PutPage").Bytes);
}
