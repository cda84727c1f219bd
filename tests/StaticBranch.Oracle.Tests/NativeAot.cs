using System.Collections.Immutable;
using System.Diagnostics;
using StaticBranch.Tool.MachineCode;
using StaticBranch.Tool.Verification;

namespace StaticBranch.Oracle.Tests;

/// <summary>An application that holds all shapes, published with NativeAOT: the code that its compiler wrote down, and the binary that it went into.</summary>
sealed class NativeAot
{
    readonly NativeImage image;

    NativeAot(MachineCode code, NativeImage image) => (Code, this.image) = (code, image);

    public MachineCode Code { get; }

    /// <param name="trims">Whether the switch has a host option with <c>Trim="true"</c>, and is off.</param>
    /// <exception cref="MachineCodeException">It cannot be published.</exception>
    public static async Task<NativeAot> PublishAsync(ShapeAssembly assembly, bool trims, CancellationToken cancellation)
    {
        using TemporaryFolder folder = new();
        string project = folder.File("Application.csproj"), listing = folder.File("listing"), binary = Path.Combine(folder.Path, "out", "Application");
        await File.WriteAllTextAsync(project, Project(listing, trims), cancellation);
        foreach (var (source, index) in assembly.Sources.Select((source, index) => (source, index))) await File.WriteAllTextAsync(folder.File($"{index}.cs"), source, cancellation);
        await File.WriteAllTextAsync(folder.File("Program.cs"), "Oracle.Work.All(); System.Console.WriteLine(string.Join(' ', Oracle.Work.Values()));", cancellation);
        await Publication.RunAsync([project, "--runtime", "linux-x64", "--output", Path.GetDirectoryName(binary)!, .. AotCompiler.Linker], cancellation);

        var start = new ProcessStartInfo(binary);
        start.Environment["ORACLE"] = "000";
        var (exitCode, output, error) = await ChildProcess.RunAsync(start, TimeSpan.FromMinutes(1), cancellation);
        if (exitCode != 0) throw new MachineCodeException($"the application ended with code {exitCode}: {error}");
        var values = output.Trim().Split(' ');
        using var text = File.OpenText(listing);
        return new(
            new MachineCode([(JitListing.Parse(text), assembly.Shapes.Zip(values).ToImmutableDictionary(pair => pair.First.Value, pair => pair.Second))]),
            await NativeImage.OpenAsync(binary, cancellation));
    }

    /// <summary>Whether the binary has a function of that name and size.</summary>
    public bool Holds(Shape shape) =>
        Code.OptimisedOf(shape, 0).Bytes is var bytes && image.Symbols.Any(symbol => symbol.Contains($"_{shape.Namespace}_Hot__Put", StringComparison.Ordinal) && image.SizeOf(symbol) == bytes);

    static string Project(string listing, bool trims) => $"""
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <OutputType>Exe</OutputType>
            <TargetFramework>net10.0</TargetFramework>
            <PublishAot>true</PublishAot>
            <StripSymbols>false</StripSymbols>
            <Nullable>enable</Nullable>
            <LangVersion>preview</LangVersion>
            <!-- The attribute that older runtimes lack is one of the shapes' own. -->
            <NoWarn>CS0436</NoWarn>
          </PropertyGroup>
          <ItemGroup>
            <RuntimeHostConfigurationOption Include="Oracle.On" Value="false" Trim="true" Condition="{trims}" />
            <!-- Threads would write into each other's listings. -->
            <IlcArg Include="--parallelism:1" />
            <IlcArg Include="--codegenopt:JitDisasm={MachineCode.Filter}" />
            <IlcArg Include="--codegenopt:JitStdOutFile={listing}" />
            <IlcArg Include="--codegenopt:JitDisasmDiffable=1" />
          </ItemGroup>
        </Project>
        """;
}
