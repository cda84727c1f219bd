namespace StaticBranch.Tool;

static class AtomicFile
{
    /// <summary>Replaces a file as a whole: whoever reads it sees the old or the new content, and a failure leaves the old one.</summary>
    /// <exception cref="InputException">The file cannot be written.</exception>
    public static void Write(string path, string content)
    {
        if (path is "") throw new InputException("the file to write has no name");
        string target = Path.GetFullPath(path), temporary = $"{target}.{Environment.ProcessId}.tmp";
        try
        {
            File.WriteAllText(temporary, content);
            File.Move(temporary, target, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // To delete in a folder that is not there would be an error of its own.
            if (File.Exists(temporary)) File.Delete(temporary);
            throw new InputException($"'{path}' cannot be written: {e.Message}");
        }
    }
}
