using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using StaticBranch.HotPaths;

namespace StaticBranch;

/// <summary>Tells soon that nothing in an assembly bears an attribute of ours, which holds for nearly all: attributes are dear to read. Thread-safe.</summary>
/// <param name="names">The names of the attributes as one writes them.</param>
sealed class AttributeUse(Compilation compilation, params string[] names)
{
    readonly ConcurrentDictionary<IAssemblySymbol, bool> known = new(SymbolEqualityComparer.Default);
    readonly ImmutableArray<INamedTypeSymbol> types = names.SelectMany(name => compilation.GetTypesByMetadataName($"StaticBranch.{name}Attribute")).ToImmutableArray();

    /// <summary>Whether any symbol that the compilation sees may bear one.</summary>
    public bool IsPossible => types.Any(type => IsPossibleIn(type.ContainingAssembly));

    public bool IsPossibleIn(IAssemblySymbol? assembly) => assembly is not null && !types.IsEmpty && known.GetOrAdd(assembly, MayBear);

    bool MayBear(IAssemblySymbol assembly) => SymbolEqualityComparer.Default.Equals(assembly, compilation.Assembly)
        ? compilation.SyntaxTrees.Any(Mentions)
        : types.Any(type => SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, assembly));

    bool Mentions(SyntaxTree tree) => !tree.FilePath.EndsWith(AttributeSource.FileName, StringComparison.Ordinal)
        && tree.GetText().ToString() is var text && names.Any(name => text.IndexOf(name, StringComparison.Ordinal) >= 0);
}
