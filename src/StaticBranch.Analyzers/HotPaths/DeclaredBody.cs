using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace StaticBranch.HotPaths;

/// <summary>A member with a body, told from syntax.</summary>
/// <param name="Syntax">What the compiler binds as one body.</param>
/// <param name="Name">The name of a method; empty for accessors, operators and constructors, whose names say nothing of what they do.</param>
readonly record struct DeclaredBody(SyntaxNode Syntax, string Name)
{
    public bool IsMethod => Name.Length > 0;

    /// <summary>The bodies that a type declares, without those of the types in it.</summary>
    public static IEnumerable<DeclaredBody> In(TypeDeclarationSyntax type)
    {
        foreach (var member in type.Members)
        {
            switch (member)
            {
                case BaseMethodDeclarationSyntax { Body: null, ExpressionBody: null }:
                    break;
                case MethodDeclarationSyntax { Identifier.ValueText: var name }:
                    yield return new(member, name);
                    break;
                case BaseMethodDeclarationSyntax:
                    yield return new(member, "");
                    break;
                case PropertyDeclarationSyntax { ExpressionBody: { } getter }:
                    yield return new(getter, "");
                    break;
                case IndexerDeclarationSyntax { ExpressionBody: { } getter }:
                    yield return new(getter, "");
                    break;
                case BasePropertyDeclarationSyntax { AccessorList.Accessors: var accessors }:
                    foreach (var accessor in accessors)
                        if (accessor is not { Body: null, ExpressionBody: null }) yield return new(accessor, "");
                    break;
            }
        }
    }

    /// <summary>The statements of a file that belong to no type.</summary>
    public static DeclaredBody? TopLevelOf(CompilationUnitSyntax file) => file.Members.Any(SyntaxKind.GlobalStatement) ? new(file, "") : null;

    public IMethodSymbol? SymbolIn(SemanticModel model, CancellationToken cancellation) =>
        Syntax is ArrowExpressionClauseSyntax { Parent: { } property } ? (model.GetDeclaredSymbol(property, cancellation) as IPropertySymbol)?.GetMethod : model.GetDeclaredSymbol(Syntax, cancellation) as IMethodSymbol;
}
