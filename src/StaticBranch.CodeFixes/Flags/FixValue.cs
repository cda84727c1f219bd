using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FindSymbols;
using Microsoft.CodeAnalysis.Formatting;

namespace StaticBranch.Flags;

/// <summary>
/// Lets the declaration say that a static member never changes once its class is initialised: <c>static readonly</c>, or a property without setter.
/// Only where nothing in the solution writes it later, and nothing outside of it can.
/// </summary>
sealed class FixValue() : Remedy("FixValue", "Make it constant once its class is initialised")
{
    public override async Task<Solution?> ApplyAsync(Place place, CancellationToken cancellation)
    {
        if (Storage(place.Tested, place.Model) is not { DeclaringSyntaxReferences: [var declaration] } symbol) return null;
        var solution = place.Document.Project.Solution;
        if (solution.GetDocument(declaration.SyntaxTree) is not { } document || EditOf(declaration.GetSyntax(cancellation)) is not { } edit) return null;
        if (IsWritableByOthers(symbol, place.Model.Compilation) || KeepsContract(symbol)) return null;
        if (await IsWrittenLaterAsync(symbol, solution, cancellation).ConfigureAwait(false) || await IsNamedInOtherBuildsAsync(symbol.Name, solution, cancellation).ConfigureAwait(false)) return null;
        return (await Trial.ApplyAsync(document, edit, cancellation).ConfigureAwait(false))?.Project.Solution;
    }

    // The finding is on the declaration itself, or on a leaf that compares or calls; what it reads is inside.
    static ISymbol? Storage(SyntaxNode tested, SemanticModel model)
    {
        if (tested is VariableDeclaratorSyntax or PropertyDeclarationSyntax) return model.GetDeclaredSymbol(tested);
        foreach (var node in tested.DescendantNodesAndSelf().OfType<ExpressionSyntax>())
            if (model.GetSymbolInfo(node).Symbol is IFieldSymbol { IsStatic: true, IsConst: false, IsReadOnly: false } or IPropertySymbol { IsStatic: true, SetMethod: not null })
                return model.GetSymbolInfo(node).Symbol;
        return null;
    }

    static Edit? EditOf(SyntaxNode declaration) => declaration switch
    {
        VariableDeclaratorSyntax { Parent.Parent: FieldDeclarationSyntax { Declaration.Variables.Count: 1, AttributeLists.Count: 0 } field } => new(field, ReadOnly(field)),
        PropertyDeclarationSyntax { AccessorList: { } accessors } property when accessors.Accessors.All(accessor => accessor is { Body: null, ExpressionBody: null }) => new(property, WithoutSetter(property, accessors)),
        _ => null,
    };

    static FieldDeclarationSyntax ReadOnly(FieldDeclarationSyntax field)
    {
        var modifiers = field.Modifiers.Where(modifier => !modifier.IsKind(SyntaxKind.VolatileKeyword)).ToList();
        int place = modifiers.FindIndex(modifier => modifier.IsKind(SyntaxKind.StaticKeyword)) + 1;
        modifiers.Insert(place, SyntaxFactory.Token(SyntaxKind.ReadOnlyKeyword).WithTrailingTrivia(SyntaxFactory.Space));
        return field.WithModifiers(SyntaxFactory.TokenList(modifiers)).WithTriviaFrom(field);
    }

    static PropertyDeclarationSyntax WithoutSetter(PropertyDeclarationSyntax property, AccessorListSyntax accessors)
    {
        var setter = accessors.Accessors.Single(accessor => !accessor.IsKind(SyntaxKind.GetAccessorDeclaration));
        return property.WithAccessorList(accessors.RemoveNode(setter, SyntaxRemoveOptions.KeepExteriorTrivia)!.WithAdditionalAnnotations(Formatter.Annotation));
    }

    static bool IsWritableByOthers(ISymbol symbol, Compilation compilation)
    {
        if (compilation.Options.OutputKind != OutputKind.DynamicallyLinkedLibrary) return false;
        for (var part = (symbol as IPropertySymbol)?.SetMethod ?? symbol; part is not (null or INamespaceSymbol); part = part.ContainingSymbol)
            if (part.DeclaredAccessibility is not (Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal)) return false;
        return true;
    }

    // An interface may ask for the setter that nobody calls.
    static bool KeepsContract(ISymbol symbol) => symbol.IsAbstract || symbol.IsVirtual || symbol.ContainingType.AllInterfaces.SelectMany(contract => contract.GetMembers(symbol.Name))
        .Any(member => member is IPropertySymbol { SetMethod: not null } && SymbolEqualityComparer.Default.Equals(symbol.ContainingType.FindImplementationForInterfaceMember(member), symbol));

    // Nobody can say of what the preprocessor leaves out whether it is this member, and whether it is written.
    static async Task<bool> IsNamedInOtherBuildsAsync(string name, Solution solution, CancellationToken cancellation)
    {
        var word = new Regex($@"\b{name}\b");
        foreach (var document in solution.Projects.SelectMany(project => project.Documents))
            if (await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false) is { ContainsDirectives: true } root
                && root.DescendantTrivia().Any(trivia => trivia.IsKind(SyntaxKind.DisabledTextTrivia) && word.IsMatch(trivia.ToString()))) return true;
        return false;
    }

    static async Task<bool> IsWrittenLaterAsync(ISymbol symbol, Solution solution, CancellationToken cancellation)
    {
        foreach (var found in await SymbolFinder.FindReferencesAsync(symbol, solution, cancellation).ConfigureAwait(false))
            foreach (var reference in found.Locations)
                if (await reference.Document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false) is { } root && root.FindNode(reference.Location.SourceSpan, getInnermostNodeForTie: true) is ExpressionSyntax name
                    && IsWritten(name) && !IsInStaticConstructorOf(symbol.ContainingType, name, await reference.Document.GetSemanticModelAsync(cancellation).ConfigureAwait(false))) return true;
        return false;
    }

    static bool IsWritten(ExpressionSyntax name)
    {
        var whole = name;
        while (Around(whole) is { } around) whole = around;
        return whole.Parent switch
        {
            AssignmentExpressionSyntax assignment => assignment.Left == whole,
            ArgumentSyntax argument => !argument.RefKindKeyword.IsKind(SyntaxKind.None) && !argument.RefKindKeyword.IsKind(SyntaxKind.InKeyword),
            PrefixUnaryExpressionSyntax prefix => prefix.Kind() is SyntaxKind.PreIncrementExpression or SyntaxKind.PreDecrementExpression or SyntaxKind.AddressOfExpression,
            PostfixUnaryExpressionSyntax postfix => postfix.Kind() is SyntaxKind.PostIncrementExpression or SyntaxKind.PostDecrementExpression,
            RefExpressionSyntax => true,
            _ => false,
        };
    }

    // Who writes one of these writes what is in it.
    static ExpressionSyntax? Around(ExpressionSyntax name) => name.Parent switch
    {
        MemberAccessExpressionSyntax access when access.Name == name => access,
        ParenthesizedExpressionSyntax parentheses => parentheses,
        PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression } present => present,
        ArgumentSyntax { Parent: TupleExpressionSyntax tuple } => tuple,
        _ => null,
    };

    // A lambda there may run at any time.
    static bool IsInStaticConstructorOf(INamedTypeSymbol type, ExpressionSyntax name, SemanticModel? model) =>
        model?.GetEnclosingSymbol(name.SpanStart) is IMethodSymbol { MethodKind: MethodKind.StaticConstructor, ContainingType: var owner } && SymbolEqualityComparer.Default.Equals(owner, type);
}
