using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;

namespace StaticBranch.Flags;

/// <summary>Which flag each <c>[SpecialCase("Namespace.Type.Flag")]</c> names. Thread-safe.</summary>
sealed class SpecialCaseFlags(Compilation compilation)
{
    readonly AttributeUse use = new(compilation, "SpecialCase");
    readonly ConcurrentDictionary<ISymbol, SpecialCaseFlag?> known = new(SymbolEqualityComparer.Default);

    /// <summary>Whether anything can bear the attribute; mostly nothing does.</summary>
    public bool MayExist => use.IsPossible;

    /// <summary>What a member's own attribute says; null if it has none.</summary>
    public SpecialCaseFlag? Of(ISymbol member) => use.IsPossibleIn(member.ContainingAssembly) ? known.GetOrAdd(member.OriginalDefinition, Read) : null;

    SpecialCaseFlag? Read(ISymbol member)
    {
        foreach (var attribute in member.GetAttributes())
        {
            if (attribute.AttributeClass?.ToDisplayString() != "StaticBranch.SpecialCaseAttribute") continue;
            var name = attribute.ConstructorArguments is [{ Value: string text }] ? text : "";
            return new(attribute, name, Find(name));
        }
        return null;
    }

    ISymbol? Find(string name)
    {
        if (name.LastIndexOf('.') is not (> 0 and var dot)) return null;
        var member = name.Substring(dot + 1);
        // A nested type is written with a dot too, and metadata has a plus there.
        for (var type = name.Substring(0, dot); ;)
        {
            if (compilation.GetTypeByMetadataName(type) is { } found) return found.GetMembers(member).FirstOrDefault(candidate => candidate.IsStatic);
            if (type.LastIndexOf('.') is not (> 0 and var outer)) return null;
            type = type.Substring(0, outer) + "+" + type.Substring(outer + 1);
        }
    }
}

/// <param name="Flag">The member of that name; null if there is none.</param>
sealed record SpecialCaseFlag(AttributeData Attribute, string Name, ISymbol? Flag);
