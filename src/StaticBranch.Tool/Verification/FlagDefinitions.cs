using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using StaticBranch.Tool.Metadata;

namespace StaticBranch.Tool.Verification;

/// <summary>The static bools of one assembly: fields, and properties without parameters.</summary>
static class FlagDefinitions
{
    const string FeatureSwitch = "System.Diagnostics.CodeAnalysis.FeatureSwitchDefinitionAttribute";

    /// <param name="qualification">What follows a type's name to find it from the assembly that is judged.</param>
    /// <returns>By <c>Namespace.Type.Field</c> or <c>Namespace.Type.get_Property</c>.</returns>
    public static ImmutableDictionary<string, Flag> Of(PEReader file, MetadataReader reader, string qualification)
    {
        ImmutableDictionary<string, Flag>.Builder flags = ImmutableDictionary.CreateBuilder<string, Flag>();
        foreach (TypeDefinitionHandle handle in reader.TypeDefinitions)
        {
            TypeDefinition type = reader.GetTypeDefinition(handle);
            // The value of a generic type's flag depends on its arguments: there is no one flag to switch.
            if (type.GetGenericParameters().Count > 0) continue;
            string name = MetadataNames.Reflection(reader, handle), id = DocumentationTypeNames.Instance.GetTypeFromDefinition(reader, handle, 0);
            Dictionary<string, string> switches = SwitchesByField(file, reader, type);
            foreach (FieldDefinition field in type.GetFields().Select(reader.GetFieldDefinition))
                if (field.Attributes.HasFlag(FieldAttributes.Static) && field.DecodeSignature(DocumentationTypeNames.Instance, null) == "System.Boolean" && reader.GetString(field.Name) is [not '<', ..] member)
                    flags[$"{name}.{member}"] = new($"F:{id}.{member}", name + qualification, member, switches.GetValueOrDefault(member));
            foreach (PropertyDefinition property in type.GetProperties().Select(reader.GetPropertyDefinition))
                if (!property.GetAccessors().Getter.IsNil && IsStaticBool(reader, reader.GetMethodDefinition(property.GetAccessors().Getter)) && reader.GetString(property.Name) is var member)
                    flags[$"{name}.get_{member}"] = new($"P:{id}.{member}", name + qualification, member, DeclaredSwitch(reader, property)
                        ?? switches.GetValueOrDefault($"<{member}>k__BackingField") ?? SwitchIn(file, reader, property.GetAccessors().Getter).FirstOrDefault().Switch);
        }
        return flags.ToImmutable();
    }

    static bool IsStaticBool(MetadataReader reader, MethodDefinition method) =>
        (method.Attributes & (MethodAttributes.Static | MethodAttributes.Abstract)) == MethodAttributes.Static && method.DecodeSignature(DocumentationTypeNames.Instance, null) is { ReturnType: "System.Boolean", ParameterTypes: [] };

    static string? DeclaredSwitch(MetadataReader reader, PropertyDefinition property)
    {
        foreach (CustomAttribute attribute in property.GetCustomAttributes().Select(reader.GetCustomAttribute))
        {
            if (MetadataNames.AttributeType(reader, attribute) != FeatureSwitch) continue;
            BlobReader value = reader.GetBlobReader(attribute.Value);
            return value.ReadUInt16() == 1 ? value.ReadSerializedString() : null;
        }
        return null;
    }

    static Dictionary<string, string> SwitchesByField(PEReader file, MetadataReader reader, TypeDefinition type)
    {
        MethodDefinitionHandle initialiser = type.GetMethods().FirstOrDefault(method => reader.StringComparer.Equals(reader.GetMethodDefinition(method).Name, ".cctor"));
        Dictionary<string, string> found = [];
        foreach ((string field, string name) in SwitchIn(file, reader, initialiser)) found.TryAdd(field, name);
        return found;
    }

    /// <summary>The switches that a method asks AppContext for, each with the field that is stored next; the last may go to none.</summary>
    static IEnumerable<(string Field, string Switch)> SwitchIn(PEReader file, MetadataReader reader, MethodDefinitionHandle method)
    {
        if (method.IsNil || reader.GetMethodDefinition(method).RelativeVirtualAddress is not (> 0 and var body)) yield break;
        string? text = null, asked = null;
        foreach ((_, _, Handle operand) in IlReader.Read(file.GetMethodBody(body)))
        {
            if (operand.Kind is HandleKind.UserString)
                text = reader.GetUserString((UserStringHandle)operand);
            else if (operand.Kind is HandleKind.MemberReference && reader.StringComparer.Equals(reader.GetMemberReference((MemberReferenceHandle)operand).Name, "TryGetSwitch"))
                asked = text;
            else if (operand.Kind is HandleKind.FieldDefinition && asked is not null)
            {
                yield return (reader.GetString(reader.GetFieldDefinition((FieldDefinitionHandle)operand).Name), asked);
                asked = null;
            }
        }
        if (asked is not null) yield return ("", asked);
    }
}
