using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace StaticBranch.HotPaths;

/// <summary>Which members the attributes call hot or cold. An attribute counts by its full name, whichever assembly its copy is in.</summary>
sealed class Marks(Compilation compilation)
{
    readonly bool assemblyIsHot = HasHot(compilation.Assembly);
    readonly ConcurrentDictionary<INamedTypeSymbol, ImmutableHashSet<ISymbol>> implementations = new(SymbolEqualityComparer.Default);

    public static bool HasHot(ISymbol symbol) => Find(symbol, "HotPathAttribute") is not null;

    public static AttributeData? Cold(ISymbol symbol) => Find(symbol, "ColdPathAttribute");

    /// <summary>Whether calls of the method are left out unless a build symbol is defined.</summary>
    public static bool IsConditional(IMethodSymbol method)
    {
        foreach (var attribute in method.GetAttributes())
            if (attribute.AttributeClass is { Name: "ConditionalAttribute", ContainingNamespace.Name: "Diagnostics" }) return true;
        return false;
    }

    public static AttributeData? SpecialCase(ISymbol symbol) => Find(symbol, "SpecialCaseAttribute");

    public bool IsCold(IMethodSymbol method) => IsConditional(method) || Cold(method) is not null || method.AssociatedSymbol is { } property && Cold(property) is not null;

    /// <summary>Whether the member, what it overrides or implements, its type or its assembly is marked.</summary>
    public bool IsHot(IMethodSymbol method)
    {
        for (var next = method; next is not null; next = next.OverriddenMethod)
            if (HasHot(next) || next.AssociatedSymbol is { } property && HasHot(property)) return true;
        if (method.ContainingType is not { } type) return false;
        return IsCoveredByType(method) && (assemblyIsHot || IsHotType(type)) || HotImplementationsOf(type).Contains(method);
    }

    static bool IsCoveredByType(IMethodSymbol method) =>
        method.MethodKind is not (MethodKind.Constructor or MethodKind.StaticConstructor or MethodKind.Destructor) && !method.IsImplicitlyDeclared;

    static bool IsHotType(INamedTypeSymbol? type)
    {
        for (; type is not null; type = type.ContainingType)
            if (HasHot(type)) return true;
        return false;
    }

    ImmutableHashSet<ISymbol> HotImplementationsOf(INamedTypeSymbol type) => implementations.GetOrAdd(type, static type =>
    {
        var found = ImmutableHashSet.CreateBuilder<ISymbol>(SymbolEqualityComparer.Default);
        foreach (var contract in type.AllInterfaces)
        {
            bool all = HasHot(contract);
            foreach (var member in contract.GetMembers())
                if (member is IMethodSymbol && (all || HasHot(member) || ((IMethodSymbol)member).AssociatedSymbol is { } property && HasHot(property))
                    && type.FindImplementationForInterfaceMember(member) is { } implementation) found.Add(implementation);
        }
        return found.ToImmutable();
    });

    static AttributeData? Find(ISymbol symbol, string name)
    {
        foreach (var attribute in symbol.GetAttributes())
            if (attribute.AttributeClass is { ContainingNamespace: { Name: "StaticBranch", ContainingNamespace.IsGlobalNamespace: true } } type && type.Name == name) return attribute;
        return null;
    }
}
