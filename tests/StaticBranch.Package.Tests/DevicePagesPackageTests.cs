using System.IO.Compression;

namespace StaticBranch.Package.Tests;

/// <summary>A program that knows of DevicePages only what its package brings.</summary>
public class DevicePagesPackageTests(DevicePagesPackageTests.Packed packed) : IClassFixture<DevicePagesPackageTests.Packed>
{
    public sealed class Packed(Workshop workshop) : IAsyncLifetime
    {
        public Consumer Consumer { get; } = workshop.Copy("Consumers");

        public string Package => Path.Combine(workshop.Feed, $"DevicePages.{Consumer.Version}.nupkg");

        public async ValueTask InitializeAsync() => await workshop.Pack("src/DevicePages");

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData("DevmapManaged", "false", "A put would not notice pages of type Coherent: the switch DevicePages.DevmapManaged is off.")]
    [InlineData("DevmapManaged", "true", "7 buffers are free while one is rented, 8 after it was disposed.")]
    [InlineData("ZoneDevice", "false", "There is no memory of devices: the switch DevicePages.ZoneDevice is off.")]
    public async Task A_pool_over_device_memory_is_what_the_property_of_the_program_makes_it(string property, string value, string expected)
    {
        string output = await packed.Consumer.Run("run", "--project", "PoolUser", $"--property:DevicePages{property}={value}");

        Assert.Equal(expected, output.Trim());
    }

    [Fact]
    public void The_package_documents_itself_and_brings_its_switches()
    {
        using ZipArchive package = ZipFile.OpenRead(packed.Package);
        string[] expected = ["README.md", "benchmarks.svg", "lib/net10.0/DevicePages.dll", "lib/net10.0/DevicePages.xml", "build/DevicePages.targets", "buildTransitive/DevicePages.targets"];

        Assert.Subset(package.Entries.Select(entry => entry.FullName).ToHashSet(), expected.ToHashSet());
    }

    [Fact]
    public void The_package_depends_on_nothing()
    {
        using ZipArchive package = ZipFile.OpenRead(packed.Package);
        using StreamReader nuspec = new(package.GetEntry("DevicePages.nuspec")!.Open());

        Assert.DoesNotContain("<dependency ", nuspec.ReadToEnd());
    }
}
