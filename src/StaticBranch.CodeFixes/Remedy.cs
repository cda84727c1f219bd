using Microsoft.CodeAnalysis;

namespace StaticBranch;

/// <summary>One way to mend a finding.</summary>
abstract class Remedy(string key, string title)
{
    /// <summary>Equal for the same fix of different findings.</summary>
    public string Key => key;

    public string Title => title;

    /// <summary>The mended solution, or null where the code would not compile or would do something else.</summary>
    public abstract Task<Solution?> ApplyAsync(Place place, CancellationToken cancellation);
}
