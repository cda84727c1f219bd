using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace StaticBranch.Flags;

/// <summary>Turns a switch that is read anew on each call into one that is read once, with its class.</summary>
sealed class ReadOnce() : Remedy("ReadOnce", "Read the switch once")
{
    public override async Task<Solution?> ApplyAsync(Place place, CancellationToken cancellation)
    {
        if (place.Leaf is not PropertyDeclarationSyntax && Asked(place.Leaf) is { } call) return await MoveToFlagAsync(place, call, cancellation).ConfigureAwait(false);
        if (Getter(place) is not { } property || place.Document.Project.Solution.GetDocument(property.SyntaxTree) is not { } document) return null;
        return (await Trial.ApplyAsync(document, new(property, GetOnly(property)), cancellation).ConfigureAwait(false))?.Project.Solution;
    }

    // AppContext.TryGetSwitch("Name", out bool on) && on, or any other way to use the two answers.
    static async Task<Solution?> MoveToFlagAsync(Place place, InvocationExpressionSyntax call, CancellationToken cancellation)
    {
        if (call.ArgumentList.Arguments is not [{ Expression: LiteralExpressionSyntax { Token.ValueText: { Length: > 0 } switchName } }, _]) return null;
        var (whole, _) = Conditions.Negations(call);
        if (whole.Parent is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression or (int)SyntaxKind.LogicalOrExpression } pair && pair.Left == whole) whole = pair;
        var flag = new NewFlag(FlagClass.NameFor(place), Identifier(switchName), switchName, whole.WithoutTrivia().ToString().Replace(call.Expression.ToString(), "global::System.AppContext.TryGetSwitch"));
        if (await flag.DeclareAsync(place, cancellation).ConfigureAwait(false) is not { } declared || Asked(declared.Leaf) is not { } moved) return null;
        var asked = moved.AncestorsAndSelf().OfType<ExpressionSyntax>().First(node => node.WithoutTrivia().ToString() == whole.WithoutTrivia().ToString());
        var edit = new Edit(asked, new FlagReference(flag.FullName).On.WithTriviaFrom(asked));
        return await Trial.ApplyAsync(declared.Document, edit, cancellation).ConfigureAwait(false) is { } read ? (await FlagReference.ImportAsync(read, cancellation).ConfigureAwait(false)).Project.Solution : null;
    }

    static InvocationExpressionSyntax? Asked(SyntaxNode leaf) =>
        leaf.DescendantNodesAndSelf().OfType<InvocationExpressionSyntax>().FirstOrDefault(call => call.Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "TryGetSwitch" });

    // A property that asks the process's settings and nothing that changes.
    static PropertyDeclarationSyntax? Getter(Place place)
    {
        if (place.Leaf is PropertyDeclarationSyntax declared) return Value(declared) is not null ? declared : null;
        foreach (var node in place.Tested.DescendantNodesAndSelf().OfType<ExpressionSyntax>())
            if (place.Model.GetSymbolInfo(node).Symbol is IPropertySymbol { IsStatic: true, DeclaringSyntaxReferences: [var declaration] } && declaration.GetSyntax() is PropertyDeclarationSyntax { ExpressionBody.Expression: var value } property
                && value.DescendantNodesAndSelf().OfType<InvocationExpressionSyntax>().Any() && value.DescendantNodesAndSelf().OfType<InvocationExpressionSyntax>().All(IsSetting)) return property;
        return null;
    }

    static bool IsSetting(InvocationExpressionSyntax call) => call.Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "TryGetSwitch" or "GetEnvironmentVariable" or "GetData" };

    static SyntaxToken EqualsFor(PropertyDeclarationSyntax property) =>
        property.ExpressionBody is { ArrowToken: var arrow } ? SyntaxFactory.Token(SyntaxKind.EqualsToken).WithTriviaFrom(arrow) : SyntaxFactory.Token(SyntaxKind.EqualsToken);

    // The one expression that a getter returns.
    static ExpressionSyntax? Value(PropertyDeclarationSyntax property) => property switch
    {
        { ExpressionBody.Expression: var value } => value,
        { AccessorList.Accessors: [{ ExpressionBody.Expression: var value }] } => value,
        { AccessorList.Accessors: [{ Body.Statements: [ReturnStatementSyntax { Expression: var value }] }] } => value,
        _ => null,
    };

    static PropertyDeclarationSyntax GetOnly(PropertyDeclarationSyntax property) =>
        property.WithExpressionBody(null)
            .WithAccessorList(SyntaxFactory.AccessorList(SyntaxFactory.SingletonList(SyntaxFactory.AccessorDeclaration(SyntaxKind.GetAccessorDeclaration).WithSemicolonToken(SyntaxFactory.Token(SyntaxKind.SemicolonToken)))))
            .WithInitializer(SyntaxFactory.EqualsValueClause(EqualsFor(property), Value(property)!))
            .WithSemicolonToken(property.SemicolonToken.IsKind(SyntaxKind.None) ? SyntaxFactory.Token(SyntaxKind.SemicolonToken) : property.SemicolonToken)
            .WithTriviaFrom(property).WithAdditionalAnnotations(Formatter.Annotation);

    // "System.Net.Http.UseSockets" is read as UseSockets.
    static string Identifier(string switchName)
    {
        string last = switchName.Substring(switchName.LastIndexOf('.') + 1);
        string name = new([.. last.Where(SyntaxFacts.IsIdentifierPartCharacter)]);
        return SyntaxFacts.IsValidIdentifier(name) ? name : "Switch" + name;
    }
}
