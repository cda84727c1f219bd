using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace StaticBranch.Flags;

/// <summary>What runs before anything else in the compilation, found when the first finding asks for it.</summary>
sealed class ModuleInitializers(Compilation compilation, Bodies bodies)
{
    readonly Lazy<ImmutableHashSet<ISymbol>> touched = new(() => Find(compilation, bodies).ToImmutableHashSet<ISymbol>(SymbolEqualityComparer.Default));

    /// <summary>Whether a module initialiser reads a static of the type, and so initialises it.</summary>
    public bool Touch(INamedTypeSymbol type) => touched.Value.Contains(type.OriginalDefinition);

    static IEnumerable<INamedTypeSymbol> Find(Compilation compilation, Bodies bodies) =>
        from method in Methods(compilation.Assembly.GlobalNamespace)
        where method.HasAttribute("System.Runtime.CompilerServices.ModuleInitializerAttribute")
        from operation in bodies.Of(method)?.DescendantsAndSelf() ?? []
        select operation switch
        {
            IMemberReferenceOperation { Member: { IsStatic: true, ContainingType: var type } } => type.OriginalDefinition,
            IInvocationOperation { TargetMethod: { IsStatic: true, ContainingType: var type } } => type.OriginalDefinition,
            ITypeOfOperation { TypeOperand: INamedTypeSymbol type } => type.OriginalDefinition,
            _ => null,
        } into type
        where type is not null
        select type;

    static IEnumerable<IMethodSymbol> Methods(INamespaceOrTypeSymbol container)
    {
        foreach (var member in container.GetMembers())
        {
            if (member is INamespaceOrTypeSymbol inner)
                foreach (var method in Methods(inner)) yield return method;
            else if (member is IMethodSymbol { IsStatic: true, Parameters.IsEmpty: true, ReturnsVoid: true } candidate) yield return candidate;
        }
    }
}
