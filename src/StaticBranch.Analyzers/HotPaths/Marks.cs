using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace StaticBranch.HotPaths;

/// <summary>Which members the attributes call hot or cold. An attribute counts by its full name, whichever assembly its copy is in.</summary>
sealed class Marks(Compilation compilation)
{
    readonly AttributeUse hot = new(compilation, "HotPath"), cold = new(compilation, "ColdPath");
    readonly ConcurrentDictionary<INamedTypeSymbol, bool> types = new(SymbolEqualityComparer.Default);
    readonly ConcurrentDictionary<INamedTypeSymbol, ImmutableHashSet<ISymbol>> implementations = new(SymbolEqualityComparer.Default);

    /// <summary>Whether any member may be marked as hot.</summary>
    public bool AnyHot => hot.IsPossible;

    /// <summary>Whether any member may be marked as cold.</summary>
    public bool AnyCold => cold.IsPossible;

    /// <summary>Whether the member that a body is of, or what it overrides or implements, may be marked as hot.</summary>
    public bool MayBeHot(DeclaredBody body) => hot.IsPossible && hot.Bearers.MayHold(body);

    public bool HasHot(ISymbol symbol) => Find(symbol, hot, "HotPathAttribute") is not null;

    public AttributeData? Cold(ISymbol symbol) => Find(symbol, cold, "ColdPathAttribute");

    /// <summary>Whether calls of the method are left out unless a build symbol is defined.</summary>
    public static bool IsConditional(IMethodSymbol method)
    {
        foreach (var attribute in method.GetAttributes())
            if (attribute.AttributeClass is { Name: "ConditionalAttribute", ContainingNamespace.Name: "Diagnostics" }) return true;
        return false;
    }

    public bool IsCold(IMethodSymbol method) => IsConditional(method) || Cold(method) is not null || method.AssociatedSymbol is { } property && Cold(property) is not null;

    /// <summary>Whether the member, what it overrides or implements, its type or its assembly is marked.</summary>
    public bool IsHot(IMethodSymbol method)
    {
        if (!hot.IsPossible) return false;
        for (var next = method; next is not null; next = next.OverriddenMethod)
            if (HasHot(next) || next.AssociatedSymbol is { } property && HasHot(property)) return true;
        if (method.ContainingType is not { } type) return false;
        return IsCoveredByType(method) && types.GetOrAdd(type, IsHotType) || HotImplementationsOf(type).Contains(method);
    }

    static bool IsCoveredByType(IMethodSymbol method) =>
        method.MethodKind is not (MethodKind.Constructor or MethodKind.StaticConstructor or MethodKind.Destructor) && !method.IsImplicitlyDeclared;

    bool IsHotType(INamedTypeSymbol? type)
    {
        for (; type is not null; type = type.ContainingType)
            if (HasHot(type)) return true;
        return HasHot(compilation.Assembly);
    }

    ImmutableHashSet<ISymbol> HotImplementationsOf(INamedTypeSymbol type) => implementations.GetOrAdd(type, type =>
    {
        var found = ImmutableHashSet.CreateBuilder<ISymbol>(SymbolEqualityComparer.Default);
        foreach (var contract in type.AllInterfaces)
        {
            if (!hot.IsPossibleIn(contract.ContainingAssembly)) continue;
            bool all = HasHot(contract);
            foreach (var member in contract.GetMembers())
                if (member is IMethodSymbol && (all || HasHot(member) || ((IMethodSymbol)member).AssociatedSymbol is { } property && HasHot(property))
                    && type.FindImplementationForInterfaceMember(member) is { } implementation) found.Add(implementation);
        }
        return found.ToImmutable();
    });

    /// <summary>Whether an attribute in source is one of ours. Its name is read first, since binding it is dear.</summary>
    public static bool IsAttribute(AttributeSyntax attribute, string name, SemanticModel model, CancellationToken cancellation)
    {
        var written = attribute.Name switch { QualifiedNameSyntax qualified => qualified.Right, AliasQualifiedNameSyntax alias => alias.Name, var other => other };
        return written is SimpleNameSyntax { Identifier.ValueText: var text } && (text == name || text == name + "Attribute")
            && model.GetSymbolInfo(attribute, cancellation).Symbol is { ContainingType: { } type } && IsOurs(type, name + "Attribute");
    }

    static AttributeData? Find(ISymbol symbol, AttributeUse use, string name)
    {
        if (!use.IsPossibleIn(symbol as IAssemblySymbol ?? symbol.ContainingAssembly)) return null;
        foreach (var attribute in symbol.GetAttributes())
            if (attribute.AttributeClass is { } type && IsOurs(type, name)) return attribute;
        return null;
    }

    static bool IsOurs(INamedTypeSymbol type, string name) => type.Name == name && type.ContainingNamespace is { Name: "StaticBranch", ContainingNamespace.IsGlobalNamespace: true };
}
