using System.Text.RegularExpressions;
using StaticBranch.Tests;

namespace DevicePages.Tests;

/// <summary>The README's example is the body of a test below, line by line.</summary>
public partial class ReadmeTests
{
    readonly Driver driver = new();

    [Fact]
    public void Example()
    {
        using PhysicalMemory memory = new PhysicalMemory<P4c>();

        Page page = memory.Allocate();          // one reference
        memory.Get(page);                       // two
        memory.Put(page, 2);                    // none: back to the page allocator

        using DevicePagemap map = memory.CreatePagemap(new()
        {
            Type = PagemapType.Coherent,
            Owner = driver,
            Ops = driver,                       // driver.PageFree(page) is called when the last reference goes
            Ranges = [new(memory.DeviceRange.Start, 256)],
        });
        Page device = map.Heads().First();
        map.Take(device);                       // one reference, locked
        memory.Unlock(device);
        memory.Put(device);                     // driver.PageFree(device)

        Assert.Equal([device], driver.Freed);
    }

    [Fact]
    public void The_readme_shows_what_is_tested()
    {
        string readme = File.ReadAllText(Repository.File("src", "DevicePages", "README.md"));
        string example = string.Join("\n", Block().Match(readme).Groups[1].Value.TrimEnd().Split('\n').Select(line => line.Length == 0 ? "" : "        " + line));

        Assert.Contains($"{{\n{example}\n\n        Assert.", File.ReadAllText(Repository.File("tests", "DevicePages.Tests", "ReadmeTests.cs")));
    }

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();
}
