using System.Reflection.Metadata;

namespace StaticBranch.Tool.Metadata;

static class MetadataNames
{
    /// <summary>The name of a type as reflection and the JIT write it: <c>Namespace.Outer`1+Nested</c>.</summary>
    public static string Reflection(MetadataReader reader, TypeDefinitionHandle handle)
    {
        TypeDefinition type = reader.GetTypeDefinition(handle);
        string name = reader.GetString(type.Name), space = reader.GetString(type.Namespace);
        return type.GetDeclaringType() is { IsNil: false } outer ? $"{Reflection(reader, outer)}+{name}" : space is "" ? name : $"{space}.{name}";
    }

    public static string Reflection(MetadataReader reader, TypeReferenceHandle handle)
    {
        TypeReference type = reader.GetTypeReference(handle);
        string name = reader.GetString(type.Name), space = reader.GetString(type.Namespace);
        return type.ResolutionScope.Kind is HandleKind.TypeReference ? $"{Reflection(reader, (TypeReferenceHandle)type.ResolutionScope)}+{name}" : space is "" ? name : $"{space}.{name}";
    }

    /// <summary>The full name of the type of an attribute.</summary>
    public static string AttributeType(MetadataReader reader, CustomAttribute attribute) => attribute.Constructor.Kind switch
    {
        HandleKind.MethodDefinition => Reflection(reader, reader.GetMethodDefinition((MethodDefinitionHandle)attribute.Constructor).GetDeclaringType()),
        _ => reader.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent is { Kind: HandleKind.TypeReference } type
            ? Reflection(reader, (TypeReferenceHandle)type)
            : "",
    };
}
