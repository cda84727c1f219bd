using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;
using StaticBranch.Tool.Metadata;

namespace StaticBranch.Tool.Verification;

/// <summary>The assembly that is judged: its members, the flags that they test, and copies of it in which a flag is a literal.</summary>
sealed class AssemblyImage : IDisposable
{
    // What a caller surely inlines: a helper of this size is part of the members that call it.
    const int HelperSize = 64;

    readonly ImmutableArray<byte> bytes;
    readonly PEReader file;
    readonly MetadataReader reader;
    readonly MethodReferences references;
    readonly SourceLines lines;
    readonly ImmutableDictionary<string, Flag> flags;
    readonly ILookup<string, MethodDefinitionHandle> bodies, virtuals;
    // Many members reach the same methods, and several compilations are prepared at once.
    readonly ConcurrentDictionary<MethodDefinitionHandle, ImmutableArray<(int Offset, Flag Flag)>> tests = [];

    AssemblyImage(string path, IEnumerable<string> others)
    {
        Path = path;
        bytes = [.. File.ReadAllBytes(path)];
        file = new(bytes);
        if (Architecture(file.PEHeaders) is { } architecture && architecture != RuntimeInformation.ProcessArchitecture)
            throw new BadImageFormatException($"it is built for {architecture}, and this is {RuntimeInformation.ProcessArchitecture}");
        reader = file.GetMetadataReader();
        references = new(file, reader);
        lines = new(file, path);
        flags = FlagDefinitions.Of(file, reader, "");
        foreach (string other in others)
        {
            using PEReader otherFile = new(File.OpenRead(other));
            MetadataReader otherReader = otherFile.GetMetadataReader();
            flags = flags.AddRange(FlagDefinitions.Of(otherFile, otherReader, ", " + otherReader.GetString(otherReader.GetAssemblyDefinition().Name)).Where(flag => !flags.ContainsKey(flag.Key)));
        }
        bodies = reader.MethodDefinitions.Where(HasBody).Select(method => (Method: method, Author: references.Author(method))).Where(pair => pair.Author is not null)
            .ToLookup(pair => DocumentationId.Of(reader, pair.Author!.Value), pair => pair.Method);
        // The implementation of a static abstract member need not be virtual, so all methods of a name are kept.
        virtuals = reader.MethodDefinitions.Where(HasBody).ToLookup(SimpleName);
    }

    public string Path { get; }

    /// <param name="others">The assemblies of the projects that this one refers to: they may define flags.</param>
    /// <exception cref="InputException">A file cannot be read, or is no managed assembly.</exception>
    public static AssemblyImage Open(string path, IEnumerable<string> others)
    {
        try
        {
            return new(path, others);
        }
        catch (Exception e) when (e is BadImageFormatException or InvalidOperationException or IOException or UnauthorizedAccessException)
        {
            throw new InputException($"'{path}' cannot be read as a managed assembly: {e.Message}");
        }
    }

    public bool Has(string member) => bodies.Contains(member);

    /// <summary>The members that carry <c>[HotPath]</c>, themselves, by their type or assembly, or by what they override or implement.</summary>
    public IEnumerable<string> MarkedMembers()
    {
        bool all = IsHot(reader.GetAssemblyDefinition().GetCustomAttributes());
        foreach (IGrouping<string, MethodDefinitionHandle> member in bodies)
        {
            if (references.Author(member.First()) is not { } author) continue;
            MethodDefinition method = reader.GetMethodDefinition(author);
            bool covers = !reader.GetString(method.Name).StartsWith('.') && (all || IsHot(reader.GetTypeDefinition(method.GetDeclaringType()).GetCustomAttributes()));
            if (covers || IsMarked(author) || Contracts(author).Any(IsMarked)) yield return member.Key;
        }
    }

    /// <summary>The bodies of a member with the flags that each tests.</summary>
    public IEnumerable<Subject> Subjects(string member) => bodies[member].Select(body => Subject(member, body));

    /// <summary>The methods whose bodies call one directly.</summary>
    public IEnumerable<Subject> Callers(Subject callee) =>
        reader.MethodDefinitions.Where(method => HasBody(method) && references.From(method).Contains(callee.Handle)).Select(method => Subject("", method));

    /// <summary>The flags that the code of a member may depend on: those tested in it, or in anything that it calls, since that may be inlined.</summary>
    public IEnumerable<Flag> FlagsWithin(Subject subject)
    {
        HashSet<MethodDefinitionHandle> reached = [subject.Handle];
        Queue<MethodDefinitionHandle> open = new(reached);
        while (open.TryDequeue(out MethodDefinitionHandle method))
            foreach (MethodDefinitionHandle called in references.From(method).SelectMany(Targets))
                if (reached.Add(called)) open.Enqueue(called);
        return reached.SelectMany(method => Tests(method)).Select(test => test.Flag).Distinct();
    }

    // Which override or implementation is meant is not looked into: any of that name.
    IEnumerable<MethodDefinitionHandle> Targets(MethodDefinitionHandle called) =>
        reader.GetMethodDefinition(called) is { Attributes: var attributes, Name: var name } && attributes.HasFlag(MethodAttributes.Virtual) ? virtuals[reader.GetString(name)]
        : HasBody(called) ? [called]
        : [];

    /// <summary>A copy in which each test of a flag is a literal: the code that it should come down to.</summary>
    public byte[] With(IReadOnlyDictionary<Flag, bool> values)
    {
        byte[] copy = [.. bytes];
        foreach (MethodDefinitionHandle method in reader.MethodDefinitions.Where(HasBody))
        {
            int start = ILStart(method);
            foreach ((int offset, Flag read) in Tests(method))
            {
                if (!values.TryGetValue(read, out bool value)) continue;
                // A call and a field load are both an opcode byte and a token.
                copy[start + offset] = (byte)(value ? OpCodes.Ldc_I4_1 : OpCodes.Ldc_I4_0).Value;
                copy.AsSpan(start + offset + 1, sizeof(int)).Clear();
            }
        }
        return copy;
    }

    public void Dispose()
    {
        lines.Dispose();
        file.Dispose();
    }

    /// <summary>Null: any.</summary>
    static Architecture? Architecture(PEHeaders headers)
    {
        Machine machine = headers.CoffHeader.Machine;
        // Precompiled code for another system than Windows is marked by its number in the bits of the machine.
        foreach (ushort system in (ushort[])[0, 0x7B79, 0x4644, 0xADC4, 0x1993, 0x1992])
            switch ((Machine)((ushort)machine ^ system))
            {
                case Machine.I386 when headers.CorHeader is not { } header || header.Flags.HasFlag(CorFlags.ILOnly) && !header.Flags.HasFlag(CorFlags.Requires32Bit):
                    return null;
                case Machine.I386:
                    return System.Runtime.InteropServices.Architecture.X86;
                case Machine.Amd64:
                    return System.Runtime.InteropServices.Architecture.X64;
                case Machine.Arm64:
                    return System.Runtime.InteropServices.Architecture.Arm64;
                case Machine.ArmThumb2:
                    return System.Runtime.InteropServices.Architecture.Arm;
            }
        throw new BadImageFormatException($"machine 0x{(ushort)machine:x4} is unknown");
    }

    Subject Subject(string member, MethodDefinitionHandle handle)
    {
        MethodDefinition method = reader.GetMethodDefinition(handle);
        string type = MetadataNames.Reflection(reader, method.GetDeclaringType()), name = reader.GetString(method.Name);
        string ofType = Arguments(reader.GetTypeDefinition(method.GetDeclaringType()).GetGenericParameters()), ofMethod = Arguments(method.GetGenericParameters());
        return new(member, handle, $"{type}{(ofType is "" ? "" : $"[{string.Join(',', ofType.Split(',').Select(argument => $"[{argument}]"))}]")}:{name}#{MetadataTokens.GetToken(handle):x}{(ofMethod is "" ? "" : $"[{ofMethod}]")}",
            $"{type}:{name}", method.DecodeSignature(DocumentationTypeNames.Instance, null).ParameterTypes, lines.Of(handle), [.. Reads(handle)]);
    }

    IEnumerable<FlagRead> Reads(MethodDefinitionHandle method)
    {
        MethodBodyBlock body = Body(method);
        int entry = IlReader.EntryLength(body);
        foreach ((int offset, Flag flag) in Tests(method)) yield return new(flag, method, offset, lines.Of(method, offset), offset < entry);
        foreach ((int offset, _, Handle operand) in IlReader.Read(body))
        {
            // A property that is a flag by itself has been seen already, at its call.
            if (references.Resolve(operand) is not { IsNil: false } called || called == method || FlagOf(called) is not null || Implementation(called) is not { } helper || !IsHelper(helper)) continue;
            int helperEntry = IlReader.EntryLength(Body(helper));
            foreach ((int inner, Flag flag) in Tests(helper)) yield return new(flag, helper, inner, lines.Of(method, offset), offset < entry && inner < helperEntry);
        }
    }

    bool IsHelper(MethodDefinitionHandle method) =>
        HasBody(method) && Body(method).GetILReader().Length <= HelperSize
        && reader.GetMethodDefinition(method).DecodeSignature(DocumentationTypeNames.Instance, null).ReturnType == "System.Boolean";

    ImmutableArray<(int Offset, Flag Flag)> Tests(MethodDefinitionHandle method) => tests.GetOrAdd(method, method => [.. FindTests(method)]);

    IEnumerable<(int Offset, Flag Flag)> FindTests(MethodDefinitionHandle method)
    {
        foreach ((int offset, OpCode code, Handle operand) in IlReader.Read(Body(method)))
            if ((code == OpCodes.Call || code == OpCodes.Ldsfld) && FlagOf(operand) is { } flag)
                yield return (offset, flag);
    }

    Flag? FlagOf(Handle operand) => operand.Kind switch
    {
        HandleKind.MethodDefinition when reader.GetMethodDefinition((MethodDefinitionHandle)operand) is var method => Named(method.GetDeclaringType(), method.Name),
        HandleKind.FieldDefinition when reader.GetFieldDefinition((FieldDefinitionHandle)operand) is var field => Named(field.GetDeclaringType(), field.Name),
        HandleKind.MemberReference => reader.GetMemberReference((MemberReferenceHandle)operand) is { Parent.Kind: HandleKind.TypeReference } member
            ? flags.GetValueOrDefault($"{MetadataNames.Reflection(reader, (TypeReferenceHandle)member.Parent)}.{reader.GetString(member.Name)}")
            : null,
        _ => null,
    };

    Flag? Named(TypeDefinitionHandle type, StringHandle name) => flags.GetValueOrDefault($"{MetadataNames.Reflection(reader, type)}.{reader.GetString(name)}");

    // Arguments that the constraints allow; what the member does with them is not judged.
    string Arguments(GenericParameterHandleCollection parameters) => string.Join(',', parameters.Select(handle =>
    {
        GenericParameter parameter = reader.GetGenericParameter(handle);
        if (parameter.GetConstraints().Select(constraint => reader.GetGenericParameterConstraint(constraint).Type).FirstOrDefault(Demands) is { IsNil: false } demanded)
            return Implementation(demanded) is { IsNil: false } type ? MetadataNames.Reflection(reader, type) : "System.Object";
        return parameter.Attributes.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint) ? "System.Int32" : "System.Object";
    }));

    bool Demands(EntityHandle constraint) => TypeName(constraint) is not ("System.ValueType" or "System.Object");

    // Of several types the one that tests a flag: a static abstract member is a guard only where its implementation is.
    TypeDefinitionHandle Implementation(EntityHandle demanded)
    {
        string name = TypeName(demanded);
        return reader.TypeDefinitions.Where(IsImplementation).OrderByDescending(type => reader.GetTypeDefinition(type).GetMethods().Any(method => HasBody(method) && Tests(method).Any())).FirstOrDefault();

        bool IsImplementation(TypeDefinitionHandle handle)
        {
            TypeDefinition type = reader.GetTypeDefinition(handle);
            return type.GetGenericParameters().Count == 0 && !type.Attributes.HasFlag(TypeAttributes.Abstract)
                && type.GetInterfaceImplementations().Select(implemented => reader.GetInterfaceImplementation(implemented).Interface).Append(type.BaseType).Any(given => TypeName(given) == name);
        }
    }

    /// <summary>The method itself or, if it is abstract, what the chosen type argument has in its place.</summary>
    MethodDefinitionHandle? Implementation(MethodDefinitionHandle called)
    {
        if (HasBody(called)) return called;
        MethodDefinition declared = reader.GetMethodDefinition(called);
        TypeDefinitionHandle type = Implementation(declared.GetDeclaringType());
        return type.IsNil ? null : reader.GetTypeDefinition(type).GetMethods().Where(method => HasBody(method) && reader.StringComparer.Equals(reader.GetMethodDefinition(method).Name, reader.GetString(declared.Name))).Select(method => (MethodDefinitionHandle?)method).FirstOrDefault();
    }

    // Of a generic type the definition alone: IStage<TSelf> and IStage<V4_18> are one.
    string TypeName(EntityHandle type) => type.Kind switch
    {
        _ when type.IsNil => "",
        HandleKind.TypeDefinition => MetadataNames.Reflection(reader, (TypeDefinitionHandle)type),
        HandleKind.TypeReference => MetadataNames.Reflection(reader, (TypeReferenceHandle)type),
        HandleKind.TypeSpecification => reader.GetTypeSpecification((TypeSpecificationHandle)type).DecodeSignature(DocumentationTypeNames.Instance, null).Split('{')[0],
        _ => "",
    };

    bool IsMarked(MethodDefinitionHandle method) =>
        IsHot(reader.GetMethodDefinition(method).GetCustomAttributes()) || PropertyOf(method) is { } property && IsHot(property.GetCustomAttributes());

    /// <summary>What a method overrides or implements, as far as it is in this assembly. Overloads are told apart by the number of parameters alone, since type arguments hide their types.</summary>
    IEnumerable<MethodDefinitionHandle> Contracts(MethodDefinitionHandle method)
    {
        HashSet<TypeDefinitionHandle> reached = [reader.GetMethodDefinition(method).GetDeclaringType()];
        Queue<TypeDefinitionHandle> open = new(reached);
        while (open.TryDequeue(out TypeDefinitionHandle handle))
        {
            TypeDefinition type = reader.GetTypeDefinition(handle);
            foreach (EntityHandle above in type.GetInterfaceImplementations().Select(implemented => reader.GetInterfaceImplementation(implemented).Interface).Append(type.BaseType))
                if (!above.IsNil && references.Definition(above) is { IsNil: false } definition && reached.Add(definition))
                {
                    open.Enqueue(definition);
                    foreach (MethodDefinitionHandle declared in reader.GetTypeDefinition(definition).GetMethods())
                        if (reader.GetMethodDefinition(declared).Attributes.HasFlag(MethodAttributes.Virtual) && SimpleName(declared) == SimpleName(method) && Arity(declared) == Arity(method)) yield return declared;
                }
        }
    }

    int Arity(MethodDefinitionHandle method) => reader.GetMethodDefinition(method).DecodeSignature(DocumentationTypeNames.Instance, null).ParameterTypes.Length;

    bool IsHot(CustomAttributeHandleCollection attributes) =>
        attributes.Any(attribute => MetadataNames.AttributeType(reader, reader.GetCustomAttribute(attribute)) == "StaticBranch.HotPathAttribute");

    PropertyDefinition? PropertyOf(MethodDefinitionHandle accessor)
    {
        foreach (PropertyDefinition property in reader.GetTypeDefinition(reader.GetMethodDefinition(accessor).GetDeclaringType()).GetProperties().Select(reader.GetPropertyDefinition))
            if (property.GetAccessors().Getter == accessor || property.GetAccessors().Setter == accessor) return property;
        return null;
    }

    // An explicit implementation is named after its interface: Namespace.IStage.PutPage.
    string SimpleName(MethodDefinitionHandle method) => reader.GetString(reader.GetMethodDefinition(method).Name).Split('.')[^1];

    bool HasBody(MethodDefinitionHandle method) => reader.GetMethodDefinition(method).RelativeVirtualAddress > 0;

    MethodBodyBlock Body(MethodDefinitionHandle method) => file.GetMethodBody(reader.GetMethodDefinition(method).RelativeVirtualAddress);

    int ILStart(MethodDefinitionHandle method)
    {
        int address = reader.GetMethodDefinition(method).RelativeVirtualAddress;
        SectionHeader section = file.PEHeaders.SectionHeaders[file.PEHeaders.GetContainingSectionIndex(address)];
        int start = address - section.VirtualAddress + section.PointerToRawData;
        // ECMA-335 II.25.4: the low bits tell a tiny header of one byte from a fat one of twelve.
        return start + ((bytes[start] & 3) == 2 ? 1 : 12);
    }
}
