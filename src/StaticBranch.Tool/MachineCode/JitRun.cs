using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using StaticBranch.Tool.Driver;

namespace StaticBranch.Tool.MachineCode;

/// <summary>One run of an assembly in a child process whose JIT writes down what it compiles.</summary>
sealed record JitRun(string Assembly)
{
    // The runtime reads over comments.
    static readonly JsonDocumentOptions Format = new() { CommentHandling = JsonCommentHandling.Skip, AllowDuplicateProperties = false };

    /// <summary>The folder of the assemblies that it refers to. Null: its own.</summary>
    public string? Dependencies { get; init; }

    /// <summary>Types whose class constructors run before anything is compiled, named as reflection does.</summary>
    public ImmutableArray<string> Initialize { get; init; } = [];

    /// <summary>Methods to compile, all overloads of each: <c>Namespace.Outer+Type:Method</c>, one overload: <c>Type:Method#metadata token</c>, generic ones <c>Type`1[[System.Int32]]:Method[System.String,System.Int32]</c>.</summary>
    public ImmutableArray<string> Methods { get; init; } = [];

    /// <summary>The same for methods that are compiled if they can be: a failure leaves them out of the listing.</summary>
    public ImmutableArray<string> Optional { get; init; } = [];

    /// <summary>Static fields and properties whose values are asked for: <c>Namespace.Type:Member</c>.</summary>
    public ImmutableArray<string> Values { get; init; } = [];

    /// <summary>A static method without parameters that calls <see cref="Methods"/>: they are then driven to tier 1 by calling it. Null: they are prepared.</summary>
    public string? Workload { get; init; }

    /// <summary>AppContext switches that the child's runtime configuration sets.</summary>
    public ImmutableDictionary<string, bool> Switches { get; init; } = ImmutableDictionary<string, bool>.Empty;

    /// <summary>Further environment variables of the child.</summary>
    public ImmutableDictionary<string, string> Environment { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>A version of Microsoft.NETCore.App such as <c>8.0.0</c>, of which the newest installed patch is taken. Null: what the assembly's runtimeconfig.json asks for or, where that is not installed or there is none, a newer one.</summary>
    public string? Runtime { get; init; }

    /// <summary>A self-contained publish of the driver, which brings its own runtime and takes no <see cref="Runtime"/> and no <see cref="Switches"/>. Null: the installed runtimes are used.</summary>
    public string? Driver { get; init; }

    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(5);

    public Recipe Recipe => Workload is null ? Recipe.Prepared : Recipe.Called;

    /// <exception cref="InputException">The assembly's runtimeconfig.json is damaged.</exception>
    /// <exception cref="MachineCodeException">The child failed or did not end in time, or wrote a damaged listing.</exception>
    public async Task<JitResult> RunAsync(CancellationToken cancellation = default)
    {
        using TemporaryFolder folder = new();
        string request = folder.File("request"), answer = folder.File("answer"), configuration = folder.File("driver.runtimeconfig.json");
        await File.WriteAllLinesAsync(request, Steps(), cancellation);
        await File.WriteAllTextAsync(configuration, RuntimeConfiguration(), cancellation);

        string[] driver = Driver is null ? ["exec", "--runtimeconfig", configuration, typeof(Step).Assembly.Location] : [];
        ProcessStartInfo start = new(Driver ?? "dotnet") { WorkingDirectory = folder.Path };
        foreach (string argument in (string[])[.. driver, Path.GetFullPath(Assembly), request, answer, Path.GetFullPath(Dependencies ?? Path.GetDirectoryName(Assembly)!)]) start.ArgumentList.Add(argument);
        if (Recipe is Recipe.Prepared)
        {
            start.Environment["DOTNET_TieredCompilation"] = "0";
        }
        else
        {
            // The runtime's own defaults, whatever the caller has set for its own sake. To shorten its delays would cost methods their last tier: .NET 8 and 9 then lose count of some.
            start.Environment["DOTNET_TieredCompilation"] = start.Environment["DOTNET_TieredPGO"] = "1";
            foreach (string delay in start.Environment.Keys.Where(name => name.StartsWith("DOTNET_TC_", StringComparison.Ordinal)).ToArray()) start.Environment.Remove(delay);
        }

        (JitListing listing, int exitCode, string error) = await RunAsync(start, Filter(Methods.Concat(Optional)), cancellation);
        string[] answers = File.Exists(answer) ? await File.ReadAllLinesAsync(answer, cancellation) : [];
        if (exitCode != 0)
            throw new MachineCodeException(answers is [.., ['!', .. var reason]] ? reason : $"the child process ended with code {exitCode}: {FirstLine(error)}");
        return new(listing, Values.Zip(answers.Skip(Initialize.Length)).ToImmutableDictionary(pair => pair.First, pair => pair.Second));
    }

    /// <summary>Runs any command with the listing on: for programs that drive their own methods, such as self-contained ones.</summary>
    /// <param name="filter">What <c>DOTNET_JitDisasm</c> takes: <c>Type:Method</c> patterns, separated by spaces.</param>
    public async Task<(JitListing Listing, int ExitCode, string Error)> RunAsync(ProcessStartInfo start, string filter, CancellationToken cancellation = default)
    {
        using TemporaryFolder folder = new();
        string listing = folder.File("listing");
        start.Environment["DOTNET_JitDisasm"] = filter;
        start.Environment["DOTNET_JitStdOutFile"] = listing;
        // Addresses differ from run to run; without them two bodies can be compared.
        start.Environment["DOTNET_JitDisasmDiffable"] = "1";
        foreach ((string name, string value) in Environment) start.Environment[name] = value;

        (int exitCode, _, string error) = await ChildProcess.RunAsync(start, Timeout, cancellation);
        using TextReader text = File.Exists(listing) ? File.OpenText(listing) : TextReader.Null;
        return (JitListing.Parse(text), exitCode, error);
    }

    /// <summary>What <c>DOTNET_JitDisasm</c> takes to list methods.</summary>
    public static string Filter(IEnumerable<string> methods) => string.Join(' ', methods.Select(method => $"{Pattern(TypeOf(method))}:{Pattern(Split(MemberOf(method))[0].Split('#')[0])}").Distinct());

    // A filter is split at spaces, and at commas of generic arguments it goes astray: what C# cannot spell is matched by wildcards.
    static string Pattern(string name) => name.IndexOf('[') is > 0 and var generic
        ? Pattern(name[..generic]) + "*"
        : string.Concat(name.Select(character => char.IsAsciiLetterOrDigit(character) || "_.+`".Contains(character) ? character : '?'));

    IEnumerable<string> Steps() =>
    [
        .. Initialize.Select(type => $"{Step.Initialize}\t{type}"),
        .. Values.Select(value => $"{Step.Read}\t{TypeOf(value)}\t{MemberOf(value)}"),
        .. Workload is null
            ? Methods.Select(method => Prepare(Step.Prepare, method)).Concat(Optional.Select(method => Prepare(Step.TryPrepare, method)))
            : [$"{Step.Call}\t{TypeOf(Workload)}\t{MemberOf(Workload)}"],
    ];

    static string Prepare(Step step, string method) => $"{step}\t{TypeOf(method)}\t{string.Join('\t', Split(MemberOf(method)))}";

    string RuntimeConfiguration()
    {
        string own = Path.ChangeExtension(Assembly, ".runtimeconfig.json");
        JsonObject root = File.Exists(own) ? ReadConfiguration(own) : new() { ["runtimeOptions"] = new JsonObject() };
        JsonObject options = root["runtimeOptions"]!.AsObject();
        if (Runtime is not null || options["framework"] is null && options["frameworks"] is null)
        {
            options.Remove("frameworks");
            options["framework"] = new JsonObject { ["name"] = "Microsoft.NETCore.App", ["version"] = Runtime ?? System.Environment.Version.ToString(3) };
        }
        if (Runtime is null) options["rollForward"] = "Major";
        JsonObject properties = options["configProperties"]?.AsObject() ?? [];
        options["configProperties"] = properties;
        foreach ((string name, bool value) in Switches) properties[name] = value;
        return root.ToJsonString();
    }

    static JsonObject ReadConfiguration(string path)
    {
        try
        {
            return JsonNode.Parse(File.ReadAllText(path), documentOptions: Format) is JsonObject root && root["runtimeOptions"] is JsonObject options && options["configProperties"] is null or JsonObject
                ? root
                : throw new JsonException("its runtimeOptions, and the configProperties in them, are to be objects");
        }
        catch (JsonException e)
        {
            throw new InputException($"'{path}' is not a runtime configuration: {e.Message}");
        }
    }

    static string TypeOf(string member) => member[..Separator(member)];

    static string MemberOf(string member) => member[(Separator(member) + 1)..];

    static int Separator(string member) => member.LastIndexOf(':') is > 0 and var colon ? colon : throw new ArgumentException($"'{member}' is not of the form Type:Member");

    static string[] Split(string method) => method.IndexOf('[') is > 0 and var generic ? [method[..generic], .. method[(generic + 1)..^1].Split(',')] : [method];

    static string FirstLine(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is [var first, ..] ? first : "no message";
}
