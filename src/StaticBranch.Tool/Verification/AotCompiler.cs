using System.Collections.Immutable;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using StaticBranch.Tool.MachineCode;
using StaticBranch.Tool.Projects;

namespace StaticBranch.Tool.Verification;

/// <summary>
/// NativeAOT. The project is published once, so that it is known to compile and link; then its compiler runs again for each
/// position, with the published command line but for the assembly and the switch.
/// </summary>
sealed partial class AotCompiler : ICompiler
{
    static readonly TimeSpan Timeout = TimeSpan.FromMinutes(30);

    readonly string compiler;
    readonly ImmutableArray<string> commandLine;
    readonly NativeImage image;
    readonly JitCompiler reader;

    AotCompiler(string compiler, ImmutableArray<string> commandLine, NativeImage image, JitCompiler reader) =>
        (this.compiler, this.commandLine, this.image, this.reader) = (compiler, commandLine, image, reader);

    /// <summary>The targets want clang; where only gcc is there it links as well.</summary>
    public static ImmutableArray<string> Linker { get; } = !IsInstalled("clang") && IsInstalled("gcc") ? ["-property:CppCompilerAndLinker=gcc", "-property:LinkerFlavor=bfd"] : [];

    public static bool CanLink => IsInstalled("clang") || IsInstalled("gcc");

    // What a class constructor would compute is computed now, or never folds.
    public bool InitializesLate => false;

    /// <param name="reader">Runs class constructors: which position a switch means is the program's affair.</param>
    /// <param name="folder">Where everything is built, apart from the project's own outputs; it is needed as long as the compiler is.</param>
    /// <exception cref="InputException">The project cannot be published with NativeAOT.</exception>
    public static async Task<AotCompiler> PublishAsync(string project, string? framework, JitCompiler reader, string folder, CancellationToken cancellation)
    {
        ProcessStartInfo publish = ChildProcess.Dotnet(
        [
            "publish", project, "--configuration", "Release", "--runtime", RuntimeInformation.RuntimeIdentifier, "--artifacts-path", folder, "-nologo", "-verbosity:quiet",
            $"-property:CustomBeforeMicrosoftCommonProps={Path.Combine(AppContext.BaseDirectory, "Aot.props")}", $"-property:StaticBranchProject={project}", "-property:TreatWarningsAsErrors=false",
            // The build before has run them; generators run all the same.
            "-property:RunAnalyzers=false",
            "-getProperty:IlcToolsPath", "-getProperty:NativeBinary", .. framework is null ? (string[])[] : [$"-property:TargetFramework={framework}"],
            .. Linker,
        ]);
        (int exitCode, string output, string error) = await ChildProcess.RunAsync(publish, Timeout, cancellation);
        if (exitCode != 0) throw new InputException($"'{project}' cannot be published with NativeAOT: {BuiltProject.FirstError(output + error)}");
        if (Directory.GetFiles(folder, "*.ilc.rsp", SearchOption.AllDirectories) is not [var response]) throw new InputException($"'{project}' is not compiled by NativeAOT: only applications are");

        using JsonDocument result = JsonDocument.Parse(output[output.IndexOf('{')..]);
        JsonElement properties = result.RootElement.GetProperty("Properties");
        string binary = Path.Combine(Path.GetDirectoryName(project)!, properties.GetProperty("NativeBinary").GetString()!);
        return new(Path.Combine(properties.GetProperty("IlcToolsPath").GetString()!, "ilc"), [.. await File.ReadAllLinesAsync(response, cancellation)], await NativeImage.OpenAsync(binary, cancellation), reader);
    }

    public async Task<JitResult> CompileAsync(Compilation compilation, CancellationToken cancellation)
    {
        using TemporaryFolder folder = new();
        string response = folder.File("response"), listing = folder.File("listing");
        await File.WriteAllLinesAsync(response,
        [
            compilation.Assembly,
            .. commandLine.Skip(1).Where(argument => !argument.StartsWith("-o:", StringComparison.Ordinal)).Select(argument => Set(argument, compilation.Switches)),
            $"-o:{folder.File("out.o")}",
            // Threads would write into each other's listings.
            "--parallelism:1",
            $"--codegenopt:JitDisasm={JitRun.Filter(compilation.Methods.Concat(compilation.Callers))}",
            $"--codegenopt:JitStdOutFile={listing}",
            "--codegenopt:JitDisasmDiffable=1",
        ], cancellation);
        (int exitCode, string output, string error) = await ChildProcess.RunAsync(new ProcessStartInfo(compiler, ["@" + response]), Timeout, cancellation);
        if (exitCode != 0) throw new MachineCodeException($"NativeAOT's compiler ended with code {exitCode}: {BuiltProject.FirstError(output + error)}");
        using TextReader text = File.Exists(listing) ? File.OpenText(listing) : TextReader.Null;
        JitListing code = JitListing.Parse(text);
        JitResult values = compilation.Values.IsEmpty ? new(code, ImmutableDictionary<string, string>.Empty) : await reader.CompileAsync(compilation with { Methods = [], Callers = [] }, cancellation);
        return values with { Listing = code };
    }

    /// <summary>By the symbol and size of the published binary's functions.</summary>
    public bool Holds(MethodListing method)
    {
        string name = MethodListing.WithoutArguments(method.Name).Replace(":", "__");
        string mangled = string.Concat(name.Select(character => char.IsAsciiLetterOrDigit(character) ? character : '_'));
        return image.Symbols.Any(symbol => symbol.Contains(mangled, StringComparison.Ordinal) && image.SizeOf(symbol) == method.Bytes);
    }

    // Only what the project declares is set: an undeclared switch does not reach the compiler, and its flag does not fold.
    static string Set(string argument, IReadOnlyDictionary<string, bool> switches) =>
        Declaration().Match(argument) is { Success: true } declared && switches.TryGetValue(declared.Groups["name"].Value, out bool value)
            ? $"{declared.Groups["option"].Value}:{declared.Groups["name"].Value}={(value ? "true" : "false")}"
            : argument;

    [GeneratedRegex("^(?<option>--feature|--runtimeknob):(?<name>[^=]+)=")]
    private static partial Regex Declaration();

    static bool IsInstalled(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));
}
