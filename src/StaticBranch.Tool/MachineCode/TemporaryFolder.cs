namespace StaticBranch.Tool.MachineCode;

/// <summary>A folder that goes with its user.</summary>
readonly struct TemporaryFolder() : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("static-branch-").FullName;

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
