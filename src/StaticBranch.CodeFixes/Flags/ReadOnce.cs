using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Operations;

namespace StaticBranch.Flags;

/// <summary>Turns a switch that is read anew on each call into one that is read once, with its class.</summary>
sealed class ReadOnce() : Remedy("ReadOnce", "Read the switch once")
{
    public override async Task<Solution?> ApplyAsync(Place place, CancellationToken cancellation)
    {
        if (place.Leaf is not PropertyDeclarationSyntax && Asked(place.Leaf) is { } call) return await MoveToFlagAsync(place, call, cancellation).ConfigureAwait(false);
        foreach (var property in Getters(place))
            if (place.Document.Project.Solution.GetDocument(property.SyntaxTree) is { } document && IsSettled(property, (await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false))!)
                && await Trial.ApplyAsync(document, new(property, GetOnly(property)), cancellation).ConfigureAwait(false) is { } read) return read.Project.Solution;
        return null;
    }

    // AppContext.TryGetSwitch("Name", out bool on) && on, or any other way to use the two answers.
    static async Task<Solution?> MoveToFlagAsync(Place place, InvocationExpressionSyntax call, CancellationToken cancellation)
    {
        if (call.ArgumentList.Arguments is not [_, { Expression: DeclarationExpressionSyntax or IdentifierNameSyntax { Identifier.ValueText: "_" } }]) return null;
        if (place.Model.GetSymbolInfo(call, cancellation).Symbol is not IMethodSymbol asking || !IsSetting(asking)) return null;
        var (whole, _) = Conditions.Negations(call);
        if (whole.Parent is BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression or (int)SyntaxKind.LogicalOrExpression } pair && pair.Left == whole) whole = pair;
        // What else is asked may change, and the linker puts the switch in the place of the flag, so they must agree.
        if (FlagDefault.Outcomes(whole) is not (not null, false, true) || FlagDefault.SwitchOf(whole) is not { Length: > 0 } switchName) return null;
        var flag = NewFlag.Asking(place, Identifier(switchName), switchName, whole, whole.WithoutTrivia().ToString().Replace(call.Expression.ToString(), "global::System.AppContext.TryGetSwitch"));
        if (await flag.DeclareAsync(place, cancellation).ConfigureAwait(false) is not { } declared || Asked(declared.Leaf) is not { } moved) return null;
        var asked = moved.AncestorsAndSelf().OfType<ExpressionSyntax>().First(node => node.WithoutTrivia().ToString() == whole.WithoutTrivia().ToString());
        var edit = new Edit(asked, new FlagReference(flag.FullName).On.WithTriviaFrom(asked));
        return await Trial.ApplyAsync(declared.Document, edit, cancellation).ConfigureAwait(false) is { } read ? (await FlagReference.ImportAsync(read, cancellation).ConfigureAwait(false)).Project.Solution : null;
    }

    static InvocationExpressionSyntax? Asked(SyntaxNode leaf) =>
        leaf.DescendantNodesAndSelf().OfType<InvocationExpressionSyntax>().FirstOrDefault(call => call.Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "TryGetSwitch" });

    static IEnumerable<PropertyDeclarationSyntax> Getters(Place place) => place.Leaf is PropertyDeclarationSyntax declared ? [declared]
        : place.Tested.DescendantNodesAndSelf().OfType<ExpressionSyntax>()
            .Select(node => place.Model.GetSymbolInfo(node).Symbol is IPropertySymbol { IsStatic: true, DeclaringSyntaxReferences: [var declaration] } ? declaration.GetSyntax() : null)
            .OfType<PropertyDeclarationSyntax>().Where(property => property.ExpressionBody is not null);

    // An initialiser runs once, and before the static constructor: the settings, and what else it reads, must have their values by then and keep them.
    static bool IsSettled(PropertyDeclarationSyntax property, SemanticModel model)
    {
        if (Value(property) is not { } value || model.GetOperation(value) is not { } read || model.GetDeclaredSymbol(property)?.ContainingType is not { } type) return false;
        var folding = new FlagFolding(new Bodies(model.Compilation));
        return type.StaticConstructors.All(constructor => constructor.IsImplicitlyDeclared)
            && read.DescendantsAndSelf().Any(part => part is IInvocationOperation { TargetMethod: var method } && IsSetting(method))
            && read.DescendantsAndSelf().All(Keeps);

        bool Keeps(IOperation part) => part switch
        {
            IInvocationOperation { TargetMethod: var method } => IsSetting(method) || IsOfText(method) || (method.DeclaringSyntaxReferences.IsEmpty && Folds(method)),
            IMemberReferenceOperation { Instance: not null, Member: var member } => IsOfText(member),
            IMemberReferenceOperation { Member: IFieldSymbol { IsConst: true } } => true,
            IMemberReferenceOperation { Member: var member } => Folds(member) && (member.DeclaringSyntaxReferences.IsEmpty || HasValueBefore(member)),
            IArrayElementReferenceOperation => false,
            _ => true,
        };

        bool Folds(ISymbol member) => folding.Of(member).Folds != CompileModes.None;

        // Initialisers of one part run from top to bottom; in which order the parts follow, nobody says.
        bool HasValueBefore(ISymbol member) => member.DeclaringSyntaxReferences is [var declaration] && declaration.GetSyntax() is VariableDeclaratorSyntax { Initializer: not null } or PropertyDeclarationSyntax { Initializer: not null }
            && (!SymbolEqualityComparer.Default.Equals(member.ContainingType, type) || (property.Parent!.Span.Contains(declaration.Span) && declaration.Span.Start < property.SpanStart));
    }

    static bool IsSetting(IMethodSymbol method) =>
        method is { Name: "TryGetSwitch" or "GetEnvironmentVariable" or "GetData", ContainingType: { Name: "AppContext" or "Environment", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } } };

    // Texts do not change, nor does what they are parsed to.
    static bool IsOfText(ISymbol member) => member.ContainingType.SpecialType is SpecialType.System_String or SpecialType.System_Boolean;

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
