using System.Text;

namespace StaticBranch.Tool;

static class AtomicFile
{
    static readonly Encoding Unmarked = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Changes a file's text, which is empty if there is no file. It stays in its encoding, with the byte order mark that it has.</summary>
    /// <exception cref="InputException">The file cannot be written.</exception>
    public static void Change(string path, Func<string, string> change)
    {
        (string text, Encoding encoding) = File.Exists(path) ? Read(path) : ("", Unmarked);
        Write(path, change(text), encoding);
    }

    /// <summary>Replaces a file as a whole: whoever reads it sees the old or the new content, and a failure leaves the old one.</summary>
    /// <exception cref="InputException">The file cannot be written.</exception>
    public static void Write(string path, string content) => Write(path, content, Unmarked);

    static void Write(string path, string content, Encoding encoding)
    {
        if (path is "") throw new InputException("the file to write has no name");
        string target = Path.GetFullPath(path), temporary = $"{target}.{Environment.ProcessId}.tmp";
        try
        {
            File.WriteAllText(temporary, content, encoding);
            File.Move(temporary, target, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // To delete in a folder that is not there would be an error of its own.
            if (File.Exists(temporary)) File.Delete(temporary);
            throw new InputException($"'{path}' cannot be written: {e.Message}");
        }
    }

    static (string Text, Encoding Encoding) Read(string path)
    {
        using StreamReader reader = new(path, Unmarked, detectEncodingFromByteOrderMarks: true);
        string text = reader.ReadToEnd();
        return (text, reader.CurrentEncoding);
    }
}
