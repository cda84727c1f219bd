using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using StaticBranch.Flags;

namespace StaticBranch.SpecialCases;

/// <summary>Puts a flag before a test, so that with the flag on nothing changes and with the flag off the test is not made.</summary>
static class Guard
{
    /// <summary>The ways to write it, the best first; not each compiles everywhere.</summary>
    public static IEnumerable<Edit> Before(Place place, FlagReference flag) => place.Leaf switch
    {
        ExpressionSyntax leaf when NullTested(leaf) is { } whole => BeforeNullTest(place, leaf, whole, flag),
        ExpressionSyntax leaf when IsBoolean(leaf, place.Model) => BeforeCondition(leaf, place[Facts.SpecialWhen] != "false", place.Model, flag),
        ExpressionSyntax { Parent: SwitchStatementSyntax or SwitchExpressionSyntax } leaf when Normal(leaf, place.Model) is { } normal => [new(leaf, Conditions.InPlaceOf(leaf, Choice(flag, leaf, normal)))],
        _ => [],
    };

    static IEnumerable<Edit> BeforeCondition(ExpressionSyntax test, bool specialWhen, SemanticModel model, FlagReference flag)
    {
        var (whole, isNegated) = Conditions.Negations(test);
        bool special = specialWhen != isNegated;
        var kind = special ? SyntaxKind.LogicalAndExpression : SyntaxKind.LogicalOrExpression;
        var asked = special ? flag.On : flag.Off;
        var operands = Conditions.Operands(Conditions.Chain(whole, kind), kind).ToArray();
        if (operands[0] != whole && operands.TakeWhile(operand => operand != whole).All(operand => Conditions.IsPure(operand, model)))
            yield return new(operands[0], Conditions.Join(kind, asked, operands[0]));
        if (whole.Parent is BinaryExpressionSyntax chain && chain.IsKind(kind) && chain.Right == whole)
            yield return new(chain, chain.WithLeft(SyntaxFactory.BinaryExpression(kind, chain.Left, chain.OperatorToken, asked.WithLeadingTrivia(whole.GetLeadingTrivia()).WithTrailingTrivia(SyntaxFactory.Space)))
                .WithOperatorToken(chain.OperatorToken.WithLeadingTrivia().WithTrailingTrivia(SyntaxFactory.Space)).WithRight(whole.WithoutLeadingTrivia()));
        else
            yield return new(whole, Conditions.InPlaceOf(whole, Conditions.Join(kind, asked, whole)));
    }

    static IEnumerable<Edit> BeforeNullTest(Place place, ExpressionSyntax leaf, ExpressionSyntax whole, FlagReference flag)
    {
        // A call before the second question mark happens whether there is something behind it or not.
        if (whole is ConditionalAccessExpressionSyntax { Expression: var asked } && asked != leaf && !Conditions.IsPure(asked, place.Model)) return [];
        if (whole.IsKind(SyntaxKind.CoalesceExpression)) whole = ((BinaryExpressionSyntax)whole).Left;
        if (OutcomeOfNull(whole, place.Model) is var (comparison, outcome)) return BeforeCondition(comparison, !outcome, place.Model, flag);
        return [whole.Parent switch
        {
            ExpressionStatementSyntax statement => new(statement, OnlyIf(flag, statement)),
            ArrowExpressionClauseSyntax { Parent: (BaseMethodDeclarationSyntax or AccessorDeclarationSyntax) and var owner } arrow when place.Model.GetDeclaredSymbol(owner) is IMethodSymbol { ReturnsVoid: true } => new(owner, WithBlock(arrow, flag)),
            _ => new(whole, Conditions.InPlaceOf(whole, Choice(flag, whole, SyntaxFactory.LiteralExpression(SyntaxKind.NullLiteralExpression)))),
        }];
    }

    // The whole of a?.b?.c, or of a ?? b, that asks whether the leaf is null.
    static ExpressionSyntax? NullTested(ExpressionSyntax leaf)
    {
        if (leaf.Parent is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression } coalesce && coalesce.Left == leaf) return coalesce;
        if (leaf.Parent is not ConditionalAccessExpressionSyntax access || access.Expression != leaf) return null;
        while (access.Parent is ConditionalAccessExpressionSyntax outer && outer.WhenNotNull == access) access = outer;
        return access;
    }

    // What a comparison with the value comes to if the value is null.
    static (ExpressionSyntax Comparison, bool Outcome)? OutcomeOfNull(ExpressionSyntax value, SemanticModel model) => value.Parent switch
    {
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.EqualsExpression, Right: var other } equals when IsSomething(other, model) => (equals, false),
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.NotEqualsExpression, Right: var other } differs when IsSomething(other, model) => (differs, true),
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LessThanExpression or (int)SyntaxKind.LessThanOrEqualExpression or (int)SyntaxKind.GreaterThanExpression or (int)SyntaxKind.GreaterThanOrEqualExpression, Right: var other } compares
            when IsSomething(other, model) => (compares, false),
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression, Right: LiteralExpressionSyntax { RawKind: (int)SyntaxKind.TrueLiteralExpression or (int)SyntaxKind.FalseLiteralExpression } literal } coalesce when coalesce.Left == value
            => (coalesce, literal.IsKind(SyntaxKind.TrueLiteralExpression)),
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.NotEqualsExpression, Right.RawKind: (int)SyntaxKind.NullLiteralExpression } present => (present, false),
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.EqualsExpression, Right.RawKind: (int)SyntaxKind.NullLiteralExpression } absent => (absent, true),
        IsPatternExpressionSyntax { Pattern: ConstantPatternSyntax { Expression: var constant } } matches when IsSomething(constant, model) => (matches, false),
        IsPatternExpressionSyntax { Pattern: DeclarationPatternSyntax or RecursivePatternSyntax or RelationalPatternSyntax } matches => (matches, false),
        _ => null,
    };

    static bool IsSomething(ExpressionSyntax value, SemanticModel model) => model.GetConstantValue(value) is { HasValue: true, Value: not null };

    static bool IsBoolean(ExpressionSyntax expression, SemanticModel model) => model.GetTypeInfo(expression).Type?.SpecialType == SpecialType.System_Boolean;

    // The kind of nearly all objects. A flag that a case asks for itself comes too late: what it should have spared is done by then.
    static ExpressionSyntax? Normal(ExpressionSyntax value, SemanticModel model) =>
        model.GetTypeInfo(value).Type is INamedTypeSymbol { TypeKind: TypeKind.Enum } type
            && type.GetMembers().OfType<IFieldSymbol>().FirstOrDefault(member => member.ConstantValue is IConvertible number && number.ToDecimal(null) == 0) is { } zero
            ? FlagReference.Shortened(SyntaxFactory.ParseExpression(zero.ToDisplayString(HotPathRule.FullName).Insert(0, "global::")))
            : null;

    static ConditionalExpressionSyntax Choice(FlagReference flag, ExpressionSyntax value, ExpressionSyntax otherwise) =>
        SyntaxFactory.ConditionalExpression(flag.On.WithTrailingTrivia(SyntaxFactory.Space),
            SyntaxFactory.Token(SyntaxKind.QuestionToken).WithTrailingTrivia(SyntaxFactory.Space), value.WithoutTrivia().WithTrailingTrivia(SyntaxFactory.Space),
            SyntaxFactory.Token(SyntaxKind.ColonToken).WithTrailingTrivia(SyntaxFactory.Space), otherwise).WithTriviaFrom(value);

    // Without braces, an else that follows would come to belong to the flag.
    static StatementSyntax OnlyIf(FlagReference flag, StatementSyntax statement)
    {
        var guarded = SyntaxFactory.IfStatement(SyntaxFactory.Token(SyntaxKind.IfKeyword).WithTrailingTrivia(SyntaxFactory.Space), SyntaxFactory.Token(SyntaxKind.OpenParenToken),
            flag.On, SyntaxFactory.Token(SyntaxKind.CloseParenToken).WithTrailingTrivia(SyntaxFactory.Space), statement.WithoutLeadingTrivia(), null);
        return statement.Parent is BlockSyntax or SwitchSectionSyntax
            ? guarded.WithLeadingTrivia(statement.GetLeadingTrivia())
            : SyntaxFactory.Block(guarded).WithLeadingTrivia(statement.GetLeadingTrivia()).WithAdditionalAnnotations(Formatter.Annotation);
    }

    static SyntaxNode WithBlock(ArrowExpressionClauseSyntax arrow, FlagReference flag)
    {
        var block = (BlockSyntax)OnlyIf(flag, SyntaxFactory.ExpressionStatement(arrow.Expression));
        return arrow.Parent switch
        {
            BaseMethodDeclarationSyntax method => method.WithExpressionBody(null).WithSemicolonToken(default).WithBody(block).WithTrailingTrivia(method.GetTrailingTrivia()).WithAdditionalAnnotations(Formatter.Annotation),
            AccessorDeclarationSyntax accessor => accessor.WithExpressionBody(null).WithSemicolonToken(default).WithBody(block).WithTrailingTrivia(accessor.GetTrailingTrivia()).WithAdditionalAnnotations(Formatter.Annotation),
            var other => other!,
        };
    }
}
