using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using StaticBranch.HotPaths;

namespace StaticBranch;

/// <summary>Tells soon that nothing in an assembly bears one of our attributes, which holds for nearly all: attributes are dear to read. Thread-safe.</summary>
sealed class AttributeUse
{
    readonly Compilation compilation;
    readonly string name;
    readonly ImmutableArray<INamedTypeSymbol> types;
    readonly ConcurrentDictionary<IAssemblySymbol, bool> known = new(SymbolEqualityComparer.Default);

    /// <param name="name">The name of the attribute as one writes it.</param>
    public AttributeUse(Compilation compilation, string name)
    {
        (this.compilation, this.name) = (compilation, name);
        types = compilation.GlobalNamespace.GetMembers("StaticBranch").OfType<INamespaceSymbol>().SelectMany(ours => ours.GetTypeMembers(name + "Attribute", 0)).ToImmutableArray();
        IsPossible = types.Any(type => IsPossibleIn(type.ContainingAssembly));
    }

    /// <summary>Whether any symbol that the compilation sees may bear one.</summary>
    public bool IsPossible { get; }

    public bool IsPossibleIn(IAssemblySymbol? assembly) => assembly is not null && !types.IsEmpty && known.GetOrAdd(assembly, MayBear);

    bool MayBear(IAssemblySymbol assembly) => SymbolEqualityComparer.Default.Equals(assembly, compilation.Assembly)
        ? compilation.SyntaxTrees.Any(Mentions)
        : types.Any(type => SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, assembly));

    // The file with the declarations is in every compilation.
    bool Mentions(SyntaxTree tree) => !tree.FilePath.EndsWith(AttributeSource.FileName, StringComparison.Ordinal) && tree.GetText().ToString().IndexOf(name, StringComparison.Ordinal) >= 0;
}
