using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using StaticBranch.HotPaths;

namespace StaticBranch;

/// <summary>Tells soon that nothing in an assembly bears one of our attributes, which holds for nearly all: attributes are dear to read. Thread-safe.</summary>
sealed class AttributeUse
{
    readonly Compilation compilation;
    readonly string name;
    readonly ImmutableArray<INamedTypeSymbol> types;
    readonly ConcurrentDictionary<IAssemblySymbol, bool> known = new(SymbolEqualityComparer.Default);
    readonly Lazy<NamesOfBodies> bearers;

    /// <param name="name">The name of the attribute as one writes it.</param>
    public AttributeUse(Compilation compilation, string name)
    {
        (this.compilation, this.name) = (compilation, name);
        types = compilation.GlobalNamespace.GetMembers("StaticBranch").OfType<INamespaceSymbol>().SelectMany(ours => ours.GetTypeMembers(name + "Attribute", 0)).ToImmutableArray();
        IsPossible = types.Any(type => IsPossibleIn(type.ContainingAssembly));
        bearers = new(FindBearers);
    }

    /// <summary>Whether any symbol that the compilation sees may bear one.</summary>
    public bool IsPossible { get; }

    /// <summary>What bears one, or holds what does, as far as names tell.</summary>
    public NamesOfBodies Bearers => bearers.Value;

    public bool IsPossibleIn(IAssemblySymbol? assembly) => assembly is not null && !types.IsEmpty && known.GetOrAdd(assembly, MayBear);

    bool MayBear(IAssemblySymbol assembly) => SymbolEqualityComparer.Default.Equals(assembly, compilation.Assembly)
        ? compilation.SyntaxTrees.Any(Mentions)
        : types.Any(type => SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, assembly));

    // The file with the declarations is in every compilation.
    bool Mentions(SyntaxTree tree) => !tree.FilePath.EndsWith(AttributeSource.FileName, StringComparison.Ordinal) && FileText.Of(tree).Mentions(name);

    NamesOfBodies FindBearers()
    {
        var found = new NamesOfBodies();
        // Whose source is elsewhere may mark anything.
        if (types.Any(type => !SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, compilation.Assembly))) found.AddAll();
        foreach (var node in compilation.SyntaxTrees.Where(Mentions).SelectMany(static tree => tree.GetRoot().DescendantNodes(static node => node is not (StatementSyntax or ExpressionSyntax))))
        {
            // By another name it may be anywhere.
            if (node is UsingDirectiveSyntax { Alias: not null } alias && alias.ToString().IndexOf(name, StringComparison.Ordinal) >= 0) found.AddAll();
            if (node is not AttributeSyntax { Parent.Parent: var bearer } attribute || attribute.Name.ToString().IndexOf(name, StringComparison.Ordinal) < 0) continue;
            if (bearer is MethodDeclarationSyntax { Identifier.ValueText: var method }) found.AddMethod(method);
            else if (bearer is BaseMethodDeclarationSyntax or BasePropertyDeclarationSyntax or AccessorDeclarationSyntax) found.AddOther();
            else found.AddAll();
        }
        return found;
    }
}
