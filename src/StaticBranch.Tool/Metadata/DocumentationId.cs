using System.Reflection.Metadata;

namespace StaticBranch.Tool.Metadata;

/// <summary>Documentation comment ids from metadata, as the C# compiler writes them.</summary>
static class DocumentationId
{
    public static string Of(MetadataReader reader, MethodDefinitionHandle handle)
    {
        MethodDefinition method = reader.GetMethodDefinition(handle);
        foreach (PropertyDefinitionHandle candidate in reader.GetTypeDefinition(method.GetDeclaringType()).GetProperties())
            if (reader.GetPropertyDefinition(candidate) is var property && property.GetAccessors() is var accessors && (accessors.Getter == handle || accessors.Setter == handle))
                return $"P:{Member(reader, method, property.Name)}{Parenthesise(property.DecodeSignature(DocumentationTypeNames.Instance, null).ParameterTypes)}";

        string name = reader.GetString(method.Name);
        MethodSignature<string> signature = method.DecodeSignature(DocumentationTypeNames.Instance, null);
        string arity = signature.GenericParameterCount > 0 ? $"``{signature.GenericParameterCount}" : "";
        // Conversions are the only members that are overloaded by their result.
        string result = name is "op_Implicit" or "op_Explicit" or "op_CheckedExplicit" ? "~" + signature.ReturnType : "";
        return $"M:{Member(reader, method, method.Name)}{arity}{Parenthesise(signature.ParameterTypes)}{result}";
    }

    /// <summary>The parameter types alone.</summary>
    public static string Parameters(MetadataReader reader, MethodDefinitionHandle handle) =>
        string.Join(',', reader.GetMethodDefinition(handle).DecodeSignature(DocumentationTypeNames.Instance, null).ParameterTypes);

    static string Member(MetadataReader reader, MethodDefinition method, StringHandle name) =>
        $"{DocumentationTypeNames.Instance.GetTypeFromDefinition(reader, method.GetDeclaringType(), 0)}.{reader.GetString(name).Replace('.', '#').Replace('<', '{').Replace('>', '}').Replace(',', '@')}";

    static string Parenthesise(IReadOnlyCollection<string> parameters) => parameters.Count == 0 ? "" : $"({string.Join(',', parameters)})";
}
