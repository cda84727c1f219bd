using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace StaticBranch;

/// <summary>What other members of the compilation are made of, each read at most once. Null where there is no source, or nothing to read.</summary>
sealed class Bodies(Compilation compilation)
{
    readonly ConcurrentDictionary<ISymbol, IOperation?> known = new(SymbolEqualityComparer.Default);

    /// <summary>The body of a method or accessor: a method body or, for an expression-bodied property, a block.</summary>
    public IOperation? Of(IMethodSymbol method) => known.GetOrAdd((method.PartialImplementationPart ?? method).OriginalDefinition, Read);

    /// <summary>The initialiser of a field, or of an auto property.</summary>
    public IOperation? InitializerOf(ISymbol fieldOrProperty) => known.GetOrAdd(fieldOrProperty.OriginalDefinition, Read);

    IOperation? Read(ISymbol symbol)
    {
        if (symbol.DeclaringSyntaxReferences is not [var declaration]) return null;
        SyntaxNode? node = declaration.GetSyntax() switch
        {
            VariableDeclaratorSyntax field => field.Initializer?.Value,
            PropertyDeclarationSyntax property => property.Initializer?.Value,
            var body => body,
        };
        // RS1030 asks for the model that the driver already has, but there is one for the analysed file only and this may be another.
#pragma warning disable RS1030
        return node is null ? null : compilation.GetSemanticModel(node.SyntaxTree).GetOperation(node);
#pragma warning restore RS1030
    }
}
