using System.Text.Json;
using System.Text.Json.Serialization;
using StaticBranch.Tool.MachineCode;
using StaticBranch.Tool.Metadata;

namespace StaticBranch.Tool.Profiles;

/// <summary>Reads a profile of any known format; the content decides, not the name of the file.</summary>
static class ProfileReader
{
    static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { MaxDepth = 32, NumberHandling = JsonNumberHandling.AllowReadingFromString };

    /// <exception cref="InputException">The file is missing, of no known format, damaged, or without any sample.</exception>
    public static Profile Read(string path, OwnMethods own)
    {
        Profile profile = new(own);
        try
        {
            Read(path, profile);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or InputException)
        {
            throw new InputException($"'{path}' cannot be read: {e.Message}");
        }
        return profile.Total > 0 ? profile : throw new InputException($"'{path}' has no samples");
    }

    static void Read(string path, Profile profile)
    {
        using FileStream file = File.OpenRead(path);
        if (!file.CanSeek)
        {
            // A pipe gives its content once, and the first look at it decides how it is read.
            using TemporaryFolder folder = new();
            using (FileStream copy = File.Create(folder.File("profile"))) file.CopyTo(copy);
            Read(folder.File("profile"), profile);
            return;
        }
        Span<byte> start = stackalloc byte[8];
        start = start[..file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
        file.Position = 0;
        if (start.SequenceEqual("Nettrace"u8))
            ReadTrace(path, profile);
        else if (start.TrimStart("\uFEFF \t\r\n"u8) is [(byte)'{', ..])
            ReadJson(file, profile);
        else
            ReadText(file, profile);
    }

    static void ReadTrace(string path, Profile profile)
    {
        try
        {
            NetTrace.Read(path, profile);
        }
        // The library promises no exception types for damaged files, and throws many; running out of memory or stack is not among those that are caught.
        catch (Exception e) when (e is not (OutOfMemoryException or InputException))
        {
            throw new InputException($"the trace is damaged: {e.Message.ReplaceLineEndings(" ")}");
        }
    }

    static void ReadJson(FileStream file, Profile profile)
    {
        switch (JsonSerializer.Deserialize<Document>(file, Options))
        {
            case { Profiles: { } tracks, Shared: var shared }:
                SpeedScope.Read(shared, tracks, profile);
                break;
            case { Benchmarks: { } benchmarks }:
                BenchmarkReport.Read(benchmarks, profile);
                break;
            default:
                throw new InputException("the JSON is neither of speedscope ('profiles') nor of BenchmarkDotNet ('Benchmarks')");
        }
    }

    static void ReadText(FileStream file, Profile profile)
    {
        using StreamReader text = new(file);
        if (text.ReadLine() is not { } first || !PerfScript.IsHeader(first))
            throw new InputException("it is neither a .nettrace file, nor JSON of speedscope or BenchmarkDotNet, nor the text of 'perf script'");
        file.Position = 0;
        text.DiscardBufferedData();
        PerfScript.Read(text, profile);
    }

    sealed record Document(SpeedScope.SharedFrames? Shared, SpeedScope.Track[]? Profiles, BenchmarkReport.Benchmark[]? Benchmarks);
}
