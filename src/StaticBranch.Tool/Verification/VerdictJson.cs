using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace StaticBranch.Tool.Verification;

/// <summary>Verdicts for other programs, as they are.</summary>
static class VerdictJson
{
    static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        MaxDepth = 16,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        // Ids are full of backticks and angle brackets, and nothing here is put into a web page unescaped.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Write(IEnumerable<Verdict> verdicts) => JsonSerializer.Serialize(verdicts, Options);

    /// <summary>Reads what <see cref="Write"/> made.</summary>
    /// <exception cref="InputException">The file is missing, or is something else.</exception>
    public static async Task<Verdict[]> ReadAsync(string path, CancellationToken cancellation)
    {
        try
        {
            await using FileStream file = File.OpenRead(path);
            return await JsonSerializer.DeserializeAsync<Verdict[]>(file, Options, cancellation) is { } verdicts && verdicts.All(verdict => verdict is { Member.Length: > 2 })
                ? verdicts
                : throw new InputException($"'{path}' holds no verdicts");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new InputException($"'{path}' cannot be read as verdicts: {e.Message}");
        }
    }
}
