using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Simplification;

namespace StaticBranch.Flags;

/// <summary>How code asks a flag. The full name is written, and shortened when all edits are done.</summary>
sealed class FlagReference(string fullName, bool isNegative = false)
{
    static readonly SyntaxAnnotation Imported = new("StaticBranch.Imported");

    /// <summary>True while the feature is on.</summary>
    public ExpressionSyntax On => isNegative ? Not(Name) : Name;

    /// <summary>True while the feature is off.</summary>
    public ExpressionSyntax Off => isNegative ? Name : Not(Name);

    ExpressionSyntax Name => Shortened(SyntaxFactory.ParseExpression("global::" + fullName));

    /// <summary>Marks what holds full names for <see cref="ImportAsync"/>.</summary>
    public static TNode Shortened<TNode>(TNode node) where TNode : SyntaxNode => node.WithAdditionalAnnotations(Imported, Simplifier.Annotation);

    /// <summary>Adds the usings with which the names can be shortened.</summary>
    public static Task<Document> ImportAsync(Document document, CancellationToken cancellation) => ImportAdder.AddImportsAsync(document, Imported, cancellationToken: cancellation);

    /// <summary>Whether an expression asks for the same flag.</summary>
    public bool IsAskedBy(ExpressionSyntax expression, SemanticModel model)
    {
        while (true)
        {
            switch (expression)
            {
                case ParenthesizedExpressionSyntax { Expression: var inner }: expression = inner; break;
                case PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression, Operand: var inner }: expression = inner; break;
                case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.EqualsExpression or (int)SyntaxKind.NotEqualsExpression, Left: var inner, Right: LiteralExpressionSyntax }: expression = inner; break;
                case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.EqualsExpression or (int)SyntaxKind.NotEqualsExpression, Left: LiteralExpressionSyntax, Right: var inner }: expression = inner; break;
                case IsPatternExpressionSyntax { Expression: var inner, Pattern: ConstantPatternSyntax or UnaryPatternSyntax { Pattern: ConstantPatternSyntax } }: expression = inner; break;
                default: return model.GetSymbolInfo(expression).Symbol is { } symbol && symbol.ToDisplayString(HotPathRule.FullName) == fullName;
            }
        }
    }

    static ExpressionSyntax Not(ExpressionSyntax operand) => SyntaxFactory.PrefixUnaryExpression(SyntaxKind.LogicalNotExpression, operand);
}
