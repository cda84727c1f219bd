using Microsoft.CodeAnalysis;

namespace StaticBranch.Flags;

static class Symbols
{
    /// <summary>As compilers name a member in their messages: <c>Type.Member</c>.</summary>
    public static string Short(this ISymbol symbol) => symbol switch
    {
        { ContainingType: { IsTupleType: false } type } => $"{type.Name}.{symbol.Name}",
        _ => symbol.Name,
    };

    /// <summary>The storage that the compiler made for an auto property; null if it has bodies or comes without source.</summary>
    public static IFieldSymbol? BackingField(this IPropertySymbol property)
    {
        var declared = property.OriginalDefinition;
        foreach (var member in property.ContainingType.GetMembers())
        {
            if (member is IFieldSymbol { AssociatedSymbol: { } owner } field && SymbolEqualityComparer.Default.Equals(owner.OriginalDefinition, declared)) return field;
        }
        return null;
    }

    public static bool HasAttribute(this ISymbol symbol, string fullName) => symbol.AttributeOf(fullName) is not null;

    public static AttributeData? AttributeOf(this ISymbol symbol, string fullName) =>
        symbol.GetAttributes().FirstOrDefault(attribute => attribute.AttributeClass is { } type && fullName.EndsWith(type.Name, StringComparison.Ordinal) && type.ToDisplayString() == fullName);
}
