namespace StaticBranch.Tool.MachineCode;

/// <summary>A folder that goes with its user.</summary>
readonly struct TemporaryFolder() : IDisposable
{
    public string Path { get; } = Create();

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);

    static string Create()
    {
        try
        {
            return Directory.CreateTempSubdirectory("static-branch-").FullName;
        }
        // Its message does not say where.
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"no temporary folder can be made in '{System.IO.Path.GetTempPath()}': {e.Message}");
        }
    }
}
