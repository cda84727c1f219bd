using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace StaticBranch.Tool.Verification;

/// <summary>Where in the source an instruction comes from, by the portable debug information beside or in an assembly.</summary>
sealed class SourceLines : IDisposable
{
    readonly MetadataReaderProvider? provider;

    public SourceLines(PEReader file, string path) =>
        file.TryOpenAssociatedPortablePdb(path, static name => File.Exists(name) ? File.OpenRead(name) : null, out provider, out _);

    /// <summary>The line of the statement that an offset is in, or of the method's first statement. Null without debug information.</summary>
    public SourceLine? Of(MethodDefinitionHandle method, int offset = 0)
    {
        if (provider?.GetMetadataReader() is not { } reader) return null;
        SourceLine? found = null;
        foreach (SequencePoint point in reader.GetMethodDebugInformation(method.ToDebugInformationHandle()).GetSequencePoints())
        {
            if (point.Offset > offset && found is not null) break;
            if (!point.IsHidden) found = new(reader.GetString(reader.GetDocument(point.Document).Name), point.StartLine);
        }
        return found;
    }

    public void Dispose() => provider?.Dispose();
}
