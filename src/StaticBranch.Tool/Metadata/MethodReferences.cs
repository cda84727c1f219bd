using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace StaticBranch.Tool.Metadata;

/// <summary>Which methods of an assembly name which others in their bodies, and hence in which written method the compiler's own ones have their place.</summary>
sealed class MethodReferences
{
    readonly MetadataReader reader;
    readonly Dictionary<MethodDefinitionHandle, HashSet<MethodDefinitionHandle>> from = [];
    readonly Dictionary<MethodDefinitionHandle, MethodDefinitionHandle> user = [];
    readonly Dictionary<string, MethodDefinitionHandle> stateMachines = [];

    public MethodReferences(PEReader file, MetadataReader reader)
    {
        this.reader = reader;
        foreach (MethodDefinitionHandle handle in reader.MethodDefinitions)
        {
            MethodDefinition method = reader.GetMethodDefinition(handle);
            if (StateMachine(method) is { } machine) stateMachines[machine] = handle;
            if (method.RelativeVirtualAddress == 0) continue;
            HashSet<MethodDefinitionHandle> named = from[handle] = [];
            foreach ((_, _, Handle operand) in IlReader.Read(file.GetMethodBody(method.RelativeVirtualAddress)))
                if (Resolve(operand) is { IsNil: false } target && target != handle && named.Add(target))
                    user.TryAdd(target, handle);
        }
    }

    public IEnumerable<MethodDefinitionHandle> From(MethodDefinitionHandle method) => from.GetValueOrDefault(method) ?? [];

    /// <summary>The method whose source a method's code stands in. Null when nobody wrote it, or it has no name in C#.</summary>
    public MethodDefinitionHandle? Author(MethodDefinitionHandle method)
    {
        // Bounded, since a hostile assembly may refer in circles.
        for (int depth = 0; depth < 100; depth++)
        {
            MethodDefinition definition = reader.GetMethodDefinition(method);
            string type = MetadataNames.Reflection(reader, definition.GetDeclaringType());
            if (!reader.GetString(definition.Name).Contains('<') && !type.Contains("+<")) return method;
            if (IsExplicitImplementation(definition, type)) return method;
            if (!stateMachines.TryGetValue(type, out MethodDefinitionHandle next) && !user.TryGetValue(method, out next)) return null;
            method = next;
        }
        return null;
    }

    // IEnumerable<int>.GetEnumerator, written by hand, has angle brackets too, but does not begin with one.
    bool IsExplicitImplementation(MethodDefinition method, string type) => !type.Contains("+<") && !reader.GetString(method.Name).StartsWith('<');

    string? StateMachine(MethodDefinition method)
    {
        foreach (CustomAttributeHandle handle in method.GetCustomAttributes())
        {
            CustomAttribute attribute = reader.GetCustomAttribute(handle);
            if (MetadataNames.AttributeType(reader, attribute) is
                "System.Runtime.CompilerServices.AsyncStateMachineAttribute" or
                "System.Runtime.CompilerServices.IteratorStateMachineAttribute" or
                "System.Runtime.CompilerServices.AsyncIteratorStateMachineAttribute")
            {
                BlobReader value = reader.GetBlobReader(attribute.Value);
                // The prolog, then the only argument: the type by its reflection name.
                return value.ReadUInt16() == 1 ? value.ReadSerializedString() : null;
            }
        }
        return null;
    }

    /// <summary>The method of this assembly that an instruction names; nil if it names none.</summary>
    public MethodDefinitionHandle Resolve(Handle operand)
    {
        switch (operand.Kind)
        {
            case HandleKind.MethodDefinition:
                return (MethodDefinitionHandle)operand;
            case HandleKind.MethodSpecification:
                return Resolve(reader.GetMethodSpecification((MethodSpecificationHandle)operand).Method);
            case HandleKind.MemberReference:
                MemberReference member = reader.GetMemberReference((MemberReferenceHandle)operand);
                return member.GetKind() is MemberReferenceKind.Method && Definition(member.Parent) is { IsNil: false } type ? Find(type, member) : default;
            default:
                return default;
        }
    }

    /// <summary>The type of this assembly that is meant, without its arguments; nil if it is another's.</summary>
    public TypeDefinitionHandle Definition(EntityHandle type) => type.Kind switch
    {
        HandleKind.TypeDefinition => (TypeDefinitionHandle)type,
        HandleKind.TypeSpecification => GenericDefinition(reader.GetBlobReader(reader.GetTypeSpecification((TypeSpecificationHandle)type).Signature)),
        _ => default,
    };

    // GENERICINST (CLASS | VALUETYPE) type: nothing else can be the parent of a member with a body in this assembly.
    static TypeDefinitionHandle GenericDefinition(BlobReader signature) =>
        signature.ReadSignatureTypeCode() is SignatureTypeCode.GenericTypeInstance && signature.ReadByte() is 0x11 or 0x12 && signature.ReadTypeHandle() is { Kind: HandleKind.TypeDefinition } type
            ? (TypeDefinitionHandle)type
            : default;

    MethodDefinitionHandle Find(TypeDefinitionHandle type, MemberReference member)
    {
        foreach (MethodDefinitionHandle handle in reader.GetTypeDefinition(type).GetMethods())
        {
            MethodDefinition method = reader.GetMethodDefinition(handle);
            if (reader.StringComparer.Equals(method.Name, reader.GetString(member.Name)) && reader.GetBlobContent(method.Signature).SequenceEqual(reader.GetBlobContent(member.Signature)))
                return handle;
        }
        return default;
    }
}
