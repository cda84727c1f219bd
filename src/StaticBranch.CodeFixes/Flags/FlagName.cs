using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace StaticBranch.Flags;

/// <summary>Names a new flag after the objects that it is for: <c>page.IsZoneDevice</c> asks for <c>ZoneDevicePages</c>.</summary>
static class FlagName
{
    static readonly string[] Questions = ["Is", "Has", "Can", "Should", "Uses", "Use", "Needs", "Supports", "Are", "Was", "Allows", "Allow", "Enables", "Enable", "On"];

    public static string For(Place place)
    {
        var kind = Enum.TryParse(place[Facts.Kind], out SpecialKind parsed) ? parsed : SpecialKind.Object;
        string subject = Bare(place[Facts.Subject]);
        return Identifier(kind switch
        {
            SpecialKind.Object => OfObjects(place, subject),
            SpecialKind.Callback => WithEnding(subject, "Callback"),
            SpecialKind.Diagnostics => Asked(place) is { } source ? WithEnding(Bare(source), "Diagnostic") : "Diagnostics",
            _ => subject,
        });
    }

    static string OfObjects(Place place, string subject)
    {
        var nodes = place.Leaf.AncestorsAndSelf().TakeWhile(node => node is ExpressionSyntax or PatternSyntax or SwitchLabelSyntax).FirstOrDefault() is { } top ? top.DescendantNodesAndSelf() : [];
        string? value = null, owner = null;
        foreach (var node in nodes.OfType<SyntaxNode>())
        {
            switch (place.Model.GetSymbolInfo(node).Symbol)
            {
                case INamedTypeSymbol type when node.Parent is BinaryExpressionSyntax or DeclarationPatternSyntax or TypePatternSyntax or RecursivePatternSyntax or ConstantPatternSyntax or IsPatternExpressionSyntax: return Plural(NounOf(type));
                case IFieldSymbol { HasConstantValue: true } constant when value is null: value = constant.Name; break;
                case IMethodSymbol { IsStatic: true, IsExtensionMethod: false, Parameters: [{ Type: var asked }, ..] } method when method.Name == place[Facts.Subject]: owner ??= NounOf(asked); break;
                case { ContainingType: { } type } member when member.Name == place[Facts.Subject]: owner ??= NounOf((member as IMethodSymbol)?.ReceiverType ?? type); break;
            }
        }
        owner ??= place.Model.GetTypeInfo(place.Leaf).Type is { SpecialType: SpecialType.None } own ? NounOf(own) : "";
        if (value is not null) subject = value;
        // "DevicePage" of a Page is enough; a Page's Map is a PageMap.
        bool isThing = value is null && !IsQuestion(place[Facts.Subject]) || place[Facts.Subject].StartsWith("Has", StringComparison.Ordinal);
        return Plural(isThing ? owner + subject : subject.EndsWith(owner, StringComparison.Ordinal) ? subject : subject + owner);
    }

    // The source of diagnostics has a name; that it is asked whether it is enabled says nothing.
    static string? Asked(Place place) => place.Leaf.DescendantNodesAndSelf().OfType<MemberAccessExpressionSyntax>().FirstOrDefault() is { Expression: var source }
        ? place.Model.GetSymbolInfo(source).Symbol switch
        {
            IFieldSymbol { IsStatic: true } field => field.Type.Name,
            IPropertySymbol { IsStatic: true } property => property.Type.Name,
            { Name: var name } => name,
            _ => null,
        }
        : null;

    static string NounOf(ITypeSymbol type) =>
        type is { TypeKind: TypeKind.Interface, Name: { Length: > 2 } name } && name[0] == 'I' && char.IsUpper(name[1]) ? name.Substring(1) : type.Name;

    // _isPooled, m_isPooled and IsPooled are one name.
    static string Bare(string name)
    {
        string bare = name.StartsWith("m_", StringComparison.Ordinal) || name.StartsWith("s_", StringComparison.Ordinal) ? name.Substring(2) : name;
        bare = Capitalized(bare.TrimStart('_'));
        foreach (string question in Questions)
            if (Begins(bare, question)) return bare.Substring(question.Length);
        return bare;
    }

    static bool IsQuestion(string name) => Questions.Any(question => Begins(Capitalized(name.TrimStart('_')), question));

    static bool Begins(string name, string word) => name.Length > word.Length && name.StartsWith(word, StringComparison.Ordinal) && !char.IsLower(name[word.Length]);

    static string WithEnding(string name, string noun) => name.EndsWith(noun, StringComparison.Ordinal) || name.EndsWith("Handler", StringComparison.Ordinal) ? Plural(name) : Plural(name + noun);

    static string Plural(string noun) => noun switch
    {
        "" => noun,
        _ when noun.EndsWith("s", StringComparison.Ordinal) => noun.EndsWith("ss", StringComparison.Ordinal) ? noun + "es" : noun,
        _ when noun.EndsWith("x", StringComparison.Ordinal) || noun.EndsWith("ch", StringComparison.Ordinal) || noun.EndsWith("sh", StringComparison.Ordinal) => noun + "es",
        _ when noun.EndsWith("y", StringComparison.Ordinal) && noun.Length > 1 && !"aeiou".Contains(noun[noun.Length - 2]) => noun.Substring(0, noun.Length - 1) + "ies",
        _ => noun + "s",
    };

    static string Capitalized(string name) => name.Length == 0 ? name : char.ToUpperInvariant(name[0]) + name.Substring(1);

    static string Identifier(string name) => SyntaxFacts.IsValidIdentifier(name) ? name : "SpecialCases";
}
