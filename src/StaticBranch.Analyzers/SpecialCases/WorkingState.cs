using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace StaticBranch.SpecialCases;

/// <summary>Recognises the field that is set and cleared in turn, as <c>draining</c> is: it says what an object does at the moment, and not of what kind it is. Thread-safe.</summary>
sealed class WorkingState
{
    readonly ConcurrentDictionary<ISymbol, bool> known = new(SymbolEqualityComparer.Default);

    public bool Contains(ISymbol member) => known.GetOrAdd(member, static member => member is IFieldSymbol { Type.SpecialType: SpecialType.System_Boolean, IsReadOnly: false } field && Given(field).Distinct().Count() == 2);

    // Constructors make the object what it is; what follows is its work.
    static IEnumerable<bool> Given(IFieldSymbol field) => field.ContainingType.DeclaringSyntaxReferences
        .SelectMany(type => type.GetSyntax().DescendantNodes(static node => node is not ConstructorDeclarationSyntax)).OfType<AssignmentExpressionSyntax>()
        .Where(assignment => SyntaxNames.Last(assignment.Left) == field.Name && assignment.Right.Kind() is SyntaxKind.TrueLiteralExpression or SyntaxKind.FalseLiteralExpression)
        .Select(assignment => assignment.Right.IsKind(SyntaxKind.TrueLiteralExpression));
}
