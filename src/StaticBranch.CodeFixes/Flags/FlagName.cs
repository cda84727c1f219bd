using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace StaticBranch.Flags;

/// <summary>Names a new flag after the few that it is for: <c>page.IsZoneDevice</c> asks for <c>ZoneDevicePages</c>.</summary>
sealed class FlagName
{
    static readonly string[] Questions = ["Is", "Has", "Can", "Should", "Uses", "Use", "Needs", "Supports", "Are", "Was", "Allows", "Allow", "Enables", "Enable", "On"];

    readonly string subject;
    readonly SpecialKind kind;
    // What the leaf names: an enum's member, a type, the type of the object that is asked, the source of diagnostics.
    readonly string? value, type, source;
    readonly string owner = "";
    readonly bool isAbsence, isQuality;

    FlagName(Place place)
    {
        subject = place[Facts.Subject];
        kind = Enum.TryParse(place[Facts.Kind], out SpecialKind parsed) ? parsed : SpecialKind.Object;
        isAbsence = IsAbsence(place.Leaf, place[Facts.SpecialWhen] != "false");
        foreach (var node in place.Tested.DescendantNodesAndSelf())
        {
            switch (place.Model.GetSymbolInfo(node).Symbol)
            {
                case INamedTypeSymbol { TypeKind: not TypeKind.Enum } tested when node.Parent is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.IsExpression } or PatternSyntax: type ??= NounOf(tested); break;
                case IFieldSymbol { HasConstantValue: true, Name: var name }: value ??= name; break;
                case IMethodSymbol { Parameters: [{ Type: var asked }, ..], Name: var name } when name == subject: owner = NounOf(asked); break;
                case { ContainingType: { } holder, Name: var name } member when name == subject:
                    owner = NounOf(holder);
                    isQuality = member is IFieldSymbol { Type.SpecialType: SpecialType.System_Boolean } or IPropertySymbol { Type.SpecialType: SpecialType.System_Boolean };
                    break;
            }
            if (node is MemberAccessExpressionSyntax { Expression: var left } && source is null) source = SourceOf(place.Model.GetSymbolInfo(left).Symbol);
        }
    }

    public static string For(Place place) => new FlagName(place).Text() is var name && SyntaxFacts.IsValidIdentifier(name) ? name : "SpecialCases";

    string Text() => kind switch
    {
        SpecialKind.Callback => WithNoun(Bare(subject), "Callback"),
        SpecialKind.Diagnostics => WithNoun(Bare(source ?? ""), "Diagnostic"),
        SpecialKind.Object when type is not null => Plural(Told(type)),
        SpecialKind.Object when value is not null => Plural(Told(value) + owner),
        SpecialKind.Object when (IsQuestion || isQuality) && !Asks("Has") => Plural(Told(Bare(subject).EndsWith(owner, StringComparison.Ordinal) ? Bare(subject) : Bare(subject) + owner)),
        SpecialKind.Object when isAbsence => Plural(owner) + "Without" + Bare(subject),
        SpecialKind.Object => Plural(owner + Bare(subject)),
        _ when value is not null => Plural(Told(value) + Bare(subject)),
        _ => Told(Bare(subject)),
    };

    string Told(string what) => isAbsence ? "Non" + what : what;

    bool IsQuestion => Questions.Any(Asks);

    bool Asks(string question) => Begins(Capitalized(WithoutPrefix(subject)), question);

    // Whether the few are those that do not have, or are not, what the leaf names.
    bool IsAbsence(SyntaxNode leaf, bool specialWhen) => leaf switch
    {
        ParenthesizedExpressionSyntax { Expression: var inner } => IsAbsence(inner, specialWhen),
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression, Operand: var denied } => IsAbsence(denied, !specialWhen),
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.BitwiseAndExpression or (int)SyntaxKind.BitwiseOrExpression } eager => IsAbsence(NamesSubject(eager.Left) ? eager.Left : eager.Right, specialWhen),
        { Parent: ConditionalAccessExpressionSyntax } or { Parent: BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression } } => false,
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.EqualsExpression, Right: var nothing } when IsNothing(nothing) => specialWhen,
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.NotEqualsExpression, Right: var nothing } when IsNothing(nothing) => !specialWhen,
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.NotEqualsExpression, Left: not ParenthesizedExpressionSyntax } => specialWhen,
        BinaryExpressionSyntax { Left: ParenthesizedExpressionSyntax } => false,
        IsPatternExpressionSyntax { Pattern: ConstantPatternSyntax { Expression: var nothing } } when IsNothing(nothing) => specialWhen,
        IsPatternExpressionSyntax { Pattern: UnaryPatternSyntax { Pattern: ConstantPatternSyntax { Expression: var nothing } } } when IsNothing(nothing) => !specialWhen,
        IsPatternExpressionSyntax { Pattern: UnaryPatternSyntax } => specialWhen,
        { Parent: SwitchStatementSyntax or SwitchExpressionSyntax } => false,
        _ => !specialWhen,
    };

    bool NamesSubject(SyntaxNode node) => node.DescendantNodesAndSelf().Any(name => name is SimpleNameSyntax { Identifier.ValueText: var text } && text == subject);

    static bool IsNothing(ExpressionSyntax value) => value is { RawKind: (int)SyntaxKind.NullLiteralExpression or (int)SyntaxKind.FalseLiteralExpression or (int)SyntaxKind.DefaultLiteralExpression }
        || value is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Zero", Expression: var type } && SyntaxNames.Last(type) is "IntPtr" or "UIntPtr" or "nint" or "nuint";

    // That a source is enabled says nothing; its name does.
    static string? SourceOf(ISymbol? symbol) => symbol switch
    {
        IFieldSymbol { IsStatic: true } field => field.Type.Name,
        IPropertySymbol { IsStatic: true } property => property.Type.Name,
        _ => symbol?.Name,
    };

    static string NounOf(ITypeSymbol type) =>
        type is { TypeKind: TypeKind.Interface, Name: { Length: > 2 } name } && name[0] == 'I' && char.IsUpper(name[1]) ? name.Substring(1) : type.Name;

    // _isPooled, m_isPooled and IsPooled are one name, and the question is no part of it.
    static string Bare(string name)
    {
        string bare = Capitalized(WithoutPrefix(name));
        return Questions.FirstOrDefault(question => Begins(bare, question)) is { } question ? bare.Substring(question.Length) : bare;
    }

    static string WithoutPrefix(string name) => name.StartsWith("m_", StringComparison.Ordinal) || name.StartsWith("s_", StringComparison.Ordinal) ? name.Substring(2) : name.TrimStart('_');

    static bool Begins(string name, string word) => name.Length > word.Length && name.StartsWith(word, StringComparison.Ordinal) && !char.IsLower(name[word.Length]);

    static string WithNoun(string name, string noun) => Plural(name.EndsWith(noun, StringComparison.Ordinal) || name.EndsWith("Handler", StringComparison.Ordinal) ? name : name + noun);

    static string Plural(string noun)
    {
        if (noun.Length == 0) return noun;
        if (noun.EndsWith("ss", StringComparison.Ordinal) || noun.EndsWith("x", StringComparison.Ordinal) || noun.EndsWith("ch", StringComparison.Ordinal) || noun.EndsWith("sh", StringComparison.Ordinal)) return noun + "es";
        if (noun.EndsWith("s", StringComparison.Ordinal)) return noun;
        return noun.EndsWith("y", StringComparison.Ordinal) && noun.Length > 1 && "aeiou".IndexOf(noun[noun.Length - 2]) < 0 ? noun.Substring(0, noun.Length - 1) + "ies" : noun + "s";
    }

    static string Capitalized(string name) => name.Length == 0 ? name : char.ToUpperInvariant(name[0]) + name.Substring(1);
}
