using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace StaticBranch.Tool.Metadata;

/// <summary>The methods of the project's own assemblies, by the names under which a profile knows them.</summary>
sealed class OwnMethods
{
    readonly HashSet<string> modules = new(StringComparer.OrdinalIgnoreCase);
    readonly Dictionary<string, List<OwnMethod>> byName = [];
    readonly Dictionary<string, HashSet<string>> calls = [];

    /// <exception cref="InputException">A file cannot be read, or is no managed assembly.</exception>
    public static OwnMethods Read(IEnumerable<string> assemblies)
    {
        OwnMethods methods = new();
        foreach (string path in assemblies)
        {
            try
            {
                using PEReader file = new(File.OpenRead(path));
                methods.Add(file, file.GetMetadataReader());
            }
            catch (Exception e) when (e is BadImageFormatException or InvalidOperationException or IOException or UnauthorizedAccessException)
            {
                throw new InputException($"'{path}' cannot be read as a managed assembly: {e.Message}");
            }
        }
        return methods;
    }

    public bool HasModule(string name) => modules.Contains(name);

    /// <summary>The method that a frame runs, or the method in which a lambda, local function, iterator or async method was written.</summary>
    /// <param name="name"><c>Namespace.Outer`1+Type.Method</c>, without generic arguments.</param>
    /// <param name="parameters">As in a documentation comment id, or null when the profile does not tell.</param>
    /// <returns>Null when there is none, or several that cannot be told apart.</returns>
    public OwnMethod? Find(string name, string? parameters) => byName.GetValueOrDefault(name) switch
    {
        null => null,
        [var only] => only,
        var overloads => overloads.Find(method => method.Parameters == parameters),
    };

    /// <summary>The ids of the own methods that a method's body calls.</summary>
    public IEnumerable<string> CalledBy(string id) => calls.GetValueOrDefault(id) ?? [];

    void Add(PEReader file, MetadataReader reader)
    {
        modules.Add(reader.GetString(reader.GetAssemblyDefinition().Name));
        MethodReferences references = new(file, reader);
        Dictionary<MethodDefinitionHandle, OwnMethod> own = [];
        foreach (MethodDefinitionHandle handle in reader.MethodDefinitions)
            if (references.Author(handle) is { } author)
                own[handle] = new(DocumentationId.Of(reader, author), DocumentationId.Parameters(reader, author));

        foreach ((MethodDefinitionHandle handle, OwnMethod method) in own)
        {
            MethodDefinition definition = reader.GetMethodDefinition(handle);
            string name = $"{MetadataNames.Reflection(reader, definition.GetDeclaringType())}.{reader.GetString(definition.Name)}";
            // Overloads are told apart by the parameters of what runs; a lambda has its own, but its name is never shared.
            (byName.TryGetValue(name, out List<OwnMethod>? named) ? named : byName[name] = []).Add(method with { Parameters = DocumentationId.Parameters(reader, handle) });
            foreach (MethodDefinitionHandle callee in references.From(handle))
                if (own.TryGetValue(callee, out OwnMethod? called) && called.Id != method.Id)
                    (calls.TryGetValue(method.Id, out HashSet<string>? all) ? all : calls[method.Id] = []).Add(called.Id);
        }
    }
}
