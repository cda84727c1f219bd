using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace StaticBranch.Flags;

/// <summary>Moves the test of a flag before the work that it should have spared. Only work without effects changes its place.</summary>
sealed class TestFlagFirst(FlagReference flag) : Remedy("FlagFirst", "Test the flag first")
{
    public override async Task<Solution?> ApplyAsync(Place place, CancellationToken cancellation)
    {
        if (place.Leaf is not ExpressionSyntax leaf || !Conditions.IsPure(leaf, place.Model)) return null;
        foreach (var edit in Edits(leaf, place.Model))
            if (await Trial.ApplyAsync(place.Document, edit, cancellation).ConfigureAwait(false) is { } reordered) return reordered.Project.Solution;
        return null;
    }

    IEnumerable<Edit> Edits(ExpressionSyntax leaf, SemanticModel model)
    {
        foreach (var operand in leaf.AncestorsAndSelf().TakeWhile(node => node is ExpressionSyntax).Cast<ExpressionSyntax>())
        {
            if (operand.Parent is BinaryExpressionSyntax { RawKind: var kind } && (SyntaxKind)kind is SyntaxKind.LogicalAndExpression or SyntaxKind.LogicalOrExpression && InChain(operand, (SyntaxKind)kind, model) is { } moved) yield return moved;
            if (operand.Parent is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.BitwiseAndExpression } both && flag.IsAskedBy(Other(both, operand), model))
                yield return new(both, Conditions.InPlaceOf(both, Conditions.Join(SyntaxKind.LogicalAndExpression, Other(both, operand), operand.WithoutTrivia()).WithTriviaFrom(both)));
            if (operand.Parent is IfStatementSyntax { Else: null } outer && outer.Condition == operand && Inner(outer) is { Else: null } inner && InNested(outer, inner, model) is { } merged) yield return merged;
        }
    }

    // As far to the front as everything that the flag passes does nothing.
    Edit? InChain(ExpressionSyntax operand, SyntaxKind kind, SemanticModel model)
    {
        var chain = Conditions.Chain(operand, kind);
        var operands = Conditions.Operands(chain, kind).ToList();
        int late = operands.FindIndex(operands.IndexOf(operand) + 1, next => flag.IsAskedBy(next, model));
        if (late < 0) return null;
        int first = late;
        while (first > 0 && Conditions.IsPure(operands[first - 1], model)) first--;
        if (first > operands.IndexOf(operand)) return null;
        // Each place keeps its line breaks and comments.
        var places = operands.ToArray();
        var moved = operands[late];
        operands.RemoveAt(late);
        operands.Insert(first, moved);
        var inPlace = places.Zip(operands, (place, expression) => (Place: place, Expression: expression.WithTriviaFrom(place))).ToDictionary(pair => pair.Place, pair => pair.Expression);
        return new(chain, chain.ReplaceNodes(places, (place, _) => inPlace[place]));
    }

    static ExpressionSyntax Other(BinaryExpressionSyntax both, ExpressionSyntax operand) => both.Left == operand ? both.Right : both.Left;

    static IfStatementSyntax? Inner(IfStatementSyntax outer) => outer.Statement switch
    {
        IfStatementSyntax inner => inner,
        BlockSyntax { Statements: [IfStatementSyntax inner] } => inner,
        _ => null,
    };

    Edit? InNested(IfStatementSyntax outer, IfStatementSyntax inner, SemanticModel model)
    {
        const SyntaxKind And = SyntaxKind.LogicalAndExpression;
        var operands = Conditions.Operands(inner.Condition, And).ToList();
        int late = operands.FindIndex(operand => flag.IsAskedBy(operand, model));
        if (late < 0 || !operands.Take(late).Append(outer.Condition).All(passed => Conditions.IsPure(passed, model))) return null;
        var moved = operands[late];
        operands.RemoveAt(late);
        var all = operands.Prepend(outer.Condition).Aggregate(moved, (before, operand) => Conditions.Join(And, before, operand.WithoutTrivia()));
        var merged = outer.WithCondition(all).WithStatement(inner.Statement);
        // What an #if leaves out has no place in one statement.
        if (Trivia(outer, trivia => trivia.IsDirective).Count != Trivia(merged, trivia => trivia.IsDirective).Count) return null;
        // What is said about the inner question is said about the one that is left.
        var comments = Without(Trivia(outer, IsComment), Trivia(merged, IsComment)).SelectMany(comment => new[] { comment, SyntaxFactory.ElasticCarriageReturnLineFeed });
        return new(outer, merged.WithLeadingTrivia(outer.GetLeadingTrivia().AddRange(comments)).WithAdditionalAnnotations(Formatter.Annotation));
    }

    static List<SyntaxTrivia> Trivia(SyntaxNode node, Func<SyntaxTrivia, bool> predicate) => node.DescendantTrivia().Where(predicate).ToList();

    static bool IsComment(SyntaxTrivia trivia) => trivia.IsKind(SyntaxKind.SingleLineCommentTrivia) || trivia.IsKind(SyntaxKind.MultiLineCommentTrivia);

    static List<SyntaxTrivia> Without(List<SyntaxTrivia> comments, List<SyntaxTrivia> kept)
    {
        foreach (var comment in kept) comments.RemoveAt(comments.FindIndex(other => other.ToString() == comment.ToString()));
        return comments;
    }
}
